"""The office's rules as dated data. A dossier keeps the set it was received under."""
