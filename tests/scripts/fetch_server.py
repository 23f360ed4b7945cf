#!/usr/bin/env python3
"""A loopback server with the faults that downloads meet.

    fetch_server.py FILE LOG

Serves FILE under every name, and prints its port on a line. The first folder of
the path says how:
    good/      whole, and from the middle where a Range asks for it
    breaks/    each connection breaks off after a third of the file
    plain/     whole, whatever Range says
    cut/       half of the file, as if that were all
    changed/   one byte is another
    ever/      breaks off after 1000 bytes, always at the start
and anything else is 404. LOG gets "PATH RANGE" of every request.
"""

import http.server
import sys


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        how = self.path.split('/')[1]
        wanted = self.headers.get('Range')
        with open(sys.argv[2], 'a') as log:
            print(self.path, wanted or '-', file=log)
        content = DATA
        if how == 'cut':
            content = DATA[:len(DATA) // 2]
        elif how == 'changed':
            content = DATA[:100] + bytes([DATA[100] ^ 1]) + DATA[101:]
        elif how not in ('good', 'breaks', 'plain', 'ever'):
            self.send_error(404)
            return
        start = 0
        if wanted and how in ('good', 'breaks'):
            start = int(wanted.removeprefix('bytes=').split('-')[0])
        if start >= len(content):
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        if start:
            self.send_header('Content-Range',
                             f'bytes {start}-{len(content) - 1}/{len(content)}')
        self.send_header('Content-Length', str(len(content) - start))
        self.end_headers()
        limit = {'breaks': len(DATA) // 3 + 1, 'ever': 1000}.get(how)
        end = len(content) if limit is None else start + limit
        self.wfile.write(content[start:end])
        self.close_connection = True

    def log_message(self, *_):
        pass


with open(sys.argv[1], 'rb') as source:
    DATA = source.read()
server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
