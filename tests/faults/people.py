"""People at their browsers: each hands in once, by real HTTP, whatever happens to the line."""

import http.client
import re
import threading
import time
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode

_INPUT = re.compile(r"<input\b[^>]*>")
_NAME = re.compile(r'\bname="([^"]+)"')
_VALUE = re.compile(r'\bvalue="([^"]*)"')
# How long somebody goes on trying before she gives up.
PATIENCE_SECONDS = 120


class Cut(Exception):
    """No answer came, or none that says what happened."""


@dataclass
class Person:
    """Somebody with a draft; ``habit`` is how she, or her line, behaves."""

    session: str
    reference: str
    habit: str
    port: int
    acknowledged: list[str] = field(default_factory=list)

    def hand_in(self) -> None:
        """Read the check page, send its form, and send it again until the receipt is there."""
        form = self._until_it_works(self._form)
        if self.habit == "double click":
            twin = threading.Thread(target=self._sent_once, args=(form,))
            twin.start()
            self._sent_once(form)
            twin.join()
        elif self.habit == "cut while sending":
            self._cut(form, after=0.5)
        elif self.habit == "cut before the answer":
            self._cut(form, after=1)
        while not self.acknowledged:
            self._until_it_works(lambda: self._send(form))

    def _until_it_works(self, act):
        give_up = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return act()
            except (Cut, OSError, http.client.HTTPException):
                if time.monotonic() > give_up:
                    raise
                time.sleep(0.5)

    def _sent_once(self, form: dict[str, str]) -> None:
        try:
            self._send(form)
        except (Cut, OSError, http.client.HTTPException):
            return

    def _form(self) -> dict[str, str]:
        """Return the fields of the form that hands in, as the page shows them."""
        status, _location, text = self._ask("GET")
        if status != http.client.OK:
            raise Cut(status)
        form = text[text.index('class="hand-in"') :]
        fields = {}
        for tag in _INPUT.findall(form[: form.index("</form>")]):
            name = _NAME.search(tag)
            if name and 'type="hidden"' in tag:
                value = _VALUE.search(tag)
                fields[name[1]] = unescape(value[1]) if value else ""
        return {**fields, "publication": "full"}

    def _send(self, form: dict[str, str]) -> None:
        status, location, _text = self._ask("POST", urlencode(form))
        if status != http.client.FOUND or not location.endswith("/receipt/"):
            raise Cut(f"{status} {location}")
        self.acknowledged.append(location)

    def _cut(self, form: dict[str, str], *, after: float) -> None:
        """Send that part of the request and hang up."""
        body = urlencode(form)
        line = self._line()
        try:
            line.putrequest("POST", self._path)
            for name, value in self._headers(body).items():
                line.putheader(name, value)
            line.endheaders(body[: int(len(body) * after)].encode())
        except OSError:
            return
        finally:
            line.close()

    def _ask(self, method: str, body: str = "") -> tuple[int, str, str]:
        line = self._line()
        try:
            line.request(method, self._path, body or None, self._headers(body))
            answer = line.getresponse()
            text = answer.read().decode()
            self._token = _cookie(answer.getheader("Set-Cookie") or "") or self._token
            return answer.status, answer.getheader("Location") or "", text
        finally:
            line.close()

    _token = ""

    @property
    def _path(self) -> str:
        return f"/fr/submissions/{self.reference}/check/"

    def _line(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def _headers(self, body: str) -> dict[str, str]:
        cookies = f"sessionid={self.session}; csrftoken={self._token}"
        headers = {"Host": f"localhost:{self.port}", "Cookie": cookies}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Content-Length"] = str(len(body))
        return headers


def _cookie(header: str) -> str:
    found = re.search(r"csrftoken=(\w+)", header)
    return found[1] if found else ""
