"""UiTPAS's test environment on one's own machine, with the passes that publiq publishes for it.

It is made from the API's documentation alone and shares no code with the client.
"""
