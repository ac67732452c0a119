"""What pages and exports read, one module per desk. Every query starts at `services.access`."""
