"""Marks → claims: `finder` leads each sentence through the steps, the others fill one part of a claim each, and
`drafts` writes claims down.
"""
