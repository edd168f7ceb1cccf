"""Parties: companies and people, their contacts, locations, bank accounts and tax profile.

Who somebody is and where, whatever they do with us. It is not about users who log in (accounts), what
a customer asks for (demand) or what a member may do (network)."""
