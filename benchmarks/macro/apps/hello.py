"""The application of the target "uwsgi-python"."""


def application(environ, start_response):
    """Answer "Hello" to everything."""
    start_response("200 OK", [("Content-Type", "text/plain;charset=UTF-8"), ("Content-Length", "5")])
    return [b"Hello"]
