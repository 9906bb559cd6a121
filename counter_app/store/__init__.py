"""Everything that is kept: `database.open_store` for the register, `vault.Vault` for the files.

Values go in, frozen values come out; rows never leave this room.
"""
