"""camapp with its page, and requests to it that are not a browser's."""

import http.client
import re
import socket
import subprocess


class Camapp:
    """camapp --serve on this machine, with further arguments; port 0: a free
    one."""

    def __init__(self, program, *arguments, port=0):
        self._process = subprocess.Popen(
            [program, "--serve", f"127.0.0.1:{port}", *arguments],
            stderr=subprocess.PIPE, text=True)
        for line in self._process.stderr:
            found = re.search(
                r"http://(127\.0\.0\.1:(\d+))/\?token=([0-9a-f]{32})", line)
            if found:
                break
        else:
            raise RuntimeError("camapp printed no address")
        self.url, self.host, self.port, self.token = found[0], *found.groups()

    def send(self, number):
        """A signal."""
        self._process.send_signal(number)

    def end(self):
        self._process.terminate()
        self._process.stderr.close()
        return self._process.wait()

    def ask(self, path, method="GET", **fields):
        """(status, body); fields replace those of a good request."""
        good = {"Host": self.host, "Authorization": "Bearer " + self.token,
                "Origin": "http://" + self.host}
        good.update(fields)
        connection = http.client.HTTPConnection("127.0.0.1", int(self.port))
        connection.putrequest(method, path, skip_host=True,
                              skip_accept_encoding=True)
        for name, value in good.items():
            if value is not None:
                connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        try:
            return answer.status, answer.read()
        finally:
            connection.close()

    def reader(self, path, buffer=4096):
        """A socket on which the request is sent, and nothing read."""
        reader = socket.socket()
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        reader.connect(("127.0.0.1", int(self.port)))
        reader.sendall(f"GET {path} HTTP/1.1\r\nHost: {self.host}\r\n"
                       f"Authorization: Bearer {self.token}\r\n\r\n".encode())
        return reader
