"""What becomes of a conclusion's requests: corrective actions, proof, verification."""
