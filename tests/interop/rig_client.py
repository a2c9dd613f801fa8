# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients of the virtual rig that share no code with it: SCPI and the rig controller's frames over a serial line or TCP, standard library only."""
import os
import select
import socket
import struct
import termios
import time
import zlib


class Line:
    """Bytes to and from "/path/of/a/line" or ("127.0.0.1", port)."""

    def __init__(self, where):
        self.socket = None
        if isinstance(where, tuple):
            self.socket = socket.create_connection(where, 5)
            self.handle = self.socket.fileno()
            return
        self.handle = os.open(where, os.O_RDWR | os.O_NOCTTY)
        settings = termios.tcgetattr(self.handle)
        settings[0] = settings[1] = settings[3] = 0  # raw
        settings[2] |= termios.CS8 | termios.CLOCAL | termios.CREAD
        settings[4] = settings[5] = termios.B115200
        termios.tcsetattr(self.handle, termios.TCSANOW, settings)
        termios.tcflush(self.handle, termios.TCIOFLUSH)

    def write(self, data):
        os.write(self.handle, data)

    def read(self, seconds):
        """What comes within so long; empty where nothing does."""
        ready, _, _ = select.select([self.handle], [], [], seconds)
        return os.read(self.handle, 4096) if ready else b""

    def close(self):
        if self.socket:
            self.socket.close()
        elif self.handle >= 0:
            os.close(self.handle)
        self.handle = -1


class Source:
    """A source that speaks SCPI."""

    def __init__(self, where):
        self.line = Line(where)

    def tell(self, text):
        self.line.write(text.encode() + b"\n")

    def ask(self, text, seconds=20):
        self.tell(text)
        answer, end = b"", time.monotonic() + seconds
        while not answer.endswith(b"\n") and time.monotonic() < end:
            answer += self.line.read(0.1)
        return answer.decode().strip()

    def numbers(self, text):
        return [float(part) for part in self.ask(text).replace(";", ",").split(",")]


class Silent(Exception):
    """No answer, three times."""


class Controller:
    """docs/rig-protocol.md from the bench's side."""

    HELLO, CLOCK, WATCHDOG, SUPPLY, RELAY, INPUTS, OUTPUTS, PULSES, STATE, SAFE = range(1, 11)

    def __init__(self, where):
        self.line = Line(where)
        self.sequence = 0
        self.rest = b""
        self.repeats = 0

    def next_frame(self):
        """A sound reply (type, status, sequence, payload) out of what came; None where there is none yet."""
        while True:
            at = self.rest.find(b"MB\x02")
            if at < 0:
                self.rest = self.rest[-2:]
                return None
            self.rest = self.rest[at:]
            if len(self.rest) < 12:
                return None
            _, _, _, _, kind, status, sequence, length = struct.unpack("<BBBBBBHI", self.rest[:12])
            if length <= 512 and len(self.rest) < length + 16:
                return None
            end = 12 + length
            if length > 512 or struct.unpack("<I", self.rest[end : end + 4])[0] != zlib.crc32(self.rest[:end]):
                self.rest = self.rest[1:]
                continue
            payload, self.rest = self.rest[12:end], self.rest[end + 4 :]
            return kind, status, sequence, payload

    def ask(self, kind, payload=b"", patience=0.5):
        """The reply's status and payload; asks again with the same sequence, three times at most."""
        self.sequence = (self.sequence + 1) & 0xFFFF
        frame = b"MB" + struct.pack("<BBBBHI", 2, 1, kind, 0, self.sequence, len(payload)) + payload
        frame += struct.pack("<I", zlib.crc32(frame))
        for attempt in range(4):
            self.repeats += attempt > 0
            self.line.write(frame)
            end = time.monotonic() + patience
            while time.monotonic() < end:
                reply = self.next_frame()
                if reply and reply[0] == kind | 0x80 and reply[2] == self.sequence:
                    return reply[1], reply[3]
                if not reply:
                    self.rest += self.line.read(0.05)
            self.rest = b""
        raise Silent(f"request {kind} was not answered")

    def good(self, kind, payload=b""):
        status, answer = self.ask(kind, payload)
        if status != 0:
            raise AssertionError(f"request {kind} {payload.hex()}: status {status}, {answer!r}")
        return answer

    def clock(self):
        return struct.unpack("<Q", self.good(self.CLOCK))[0]

    def pulses(self, first):
        """All from this number on: the number of the first one, and their ticks."""
        number, ticks = None, []
        while True:
            answer = self.good(self.PULSES, struct.pack("<BQ", 0, first + len(ticks)))
            start, count = struct.unpack("<QB", answer[:9])
            number = start if number is None else number
            ticks += struct.unpack(f"<{count}Q", answer[9:])
            if count == 0:
                return number, ticks

    def state(self):
        answer = self.good(self.STATE)
        supply, inputs, interlock, relays = answer[:4]
        return supply, inputs, interlock, list(answer[4 : 4 + relays])
