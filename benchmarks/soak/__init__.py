"""Mixed good, slow and hostile traffic for an hour: does anything grow?"""
