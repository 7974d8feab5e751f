"""The Flask shell: app factory, wiring, home pages that join rooms, error pages, API and static files."""
