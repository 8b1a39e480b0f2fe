"""How the ledger came to have the tables it has."""
