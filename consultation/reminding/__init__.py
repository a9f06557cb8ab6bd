"""
Reminders: the secretariat's rules, what they are about, and whom they reach when.

``subjects`` know the occasions and who owes something, ``moments`` when a rule falls due for one
reader, ``planning`` puts both together for those who send, for the calendar, and for the last look
before a letter leaves.
"""
