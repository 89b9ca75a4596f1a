"""A WebSub hub made of Flask-WebSub; run by the Python of the servers that others wrote: `python flask_hub.py PORT`.

Its tasks run at once instead of in a queue of Celery's, so a subscription is verified while it is asked for. Whoever
posts `hub.mode=publish` lets it fetch a topic and deliver it.
"""

import sys
from pathlib import Path

from celery import Celery
from flask import Flask
from flask_websub.hub import Hub, SQLite3HubStorage

app = Flask("hub")
app.config["PUBLISH_SUPPORTED"] = True
celery = Celery("hub", broker="memory://")
celery.conf.task_always_eager = True
hub = Hub(SQLite3HubStorage(str(Path("hub.sqlite3").absolute())), celery, **app.config)
app.register_blueprint(hub.build_blueprint(url_prefix="/hub"))

if __name__ == "__main__":
    app.run("127.0.0.1", int(sys.argv[1]), threaded=True)
