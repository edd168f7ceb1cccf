"""The faces: how people and machines meet the house, one folder for each audience.

They ask reads and call commands; they never import models and hold no rules of the business.
"""
