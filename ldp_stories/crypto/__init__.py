"""Identities, sealing (age), signing (SSHSIG) and key slots: the only place that names a cipher library."""
