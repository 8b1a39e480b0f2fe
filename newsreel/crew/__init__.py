"""The crew: backends for each role, one a file; they come in by the same door as everyone else."""
