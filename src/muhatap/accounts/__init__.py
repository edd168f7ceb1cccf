"""Accounts: users and their seats, that is, who acts for which party in which role.

It proves who somebody is; it does not say what a role may do (roles) nor who a company is (parties)."""
