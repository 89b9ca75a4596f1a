"""Pages, sockets and the JSON API: what browsers and programs get, over aiohttp.web."""
