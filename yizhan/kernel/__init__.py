"""What every context speaks: refusals, flows, facts, actors, money, periods.

Plain Python. Nothing here knows Django, a table or a request.
"""
