"""The window: everything a person sees and touches. Qt lives here and nowhere else."""
