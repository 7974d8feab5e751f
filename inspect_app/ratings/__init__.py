"""The year's rating of each head of unit: rule file, inputs with their source, proposal, decision."""
