# SPDX-License-Identifier: GPL-3.0-or-later
"""The bench's side of docs/bridge-abi.md, written for these tests alone: frames, a program or an emulator at the other end, samples by closed forms."""
import array
import math
import os
import select
import socket
import struct
import subprocess
import sys
import tempfile
import time
import zlib

RATE = 9600
MOST_SECONDS = 60.0  # for one reply; nothing here takes so long
IDENTIFY, CREATE, DESTROY, FEED, EXCHANGE, KEYS, SCREEN, LEDS, INPUTS, OUTPUTS, PULSES, SAVE, RESTORE, LINE = range(1, 15)


def fail(sentence):
    print(f"FAILED: {sentence}")
    sys.exit(1)


def expect(good, sentence):
    if not good:
        fail(sentence)


def frame(kind, payload=b"", sequence=0, status=0, protocol=1, version=1):
    head = struct.pack("<2sBBBBHI", b"MB", protocol, version, kind, status, sequence, len(payload)) + payload
    return head + struct.pack("<I", zlib.crc32(head))


def crc16(data):
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0xA001 if crc & 1 else 0)
    return struct.pack("<H", crc)


class Meter:
    """A firmware at the other end of a stream: `send(bytes)`, `receive(most)` which waits. `line`: a socket of its own for Modbus."""

    def __init__(self, send, receive, line=None):
        self.send, self.receive, self.line = send, receive, line
        self.buffer, self.sequence, self.fed = b"", 0, 0
        self.replies = []  # every payload, to compare two firmwares

    def take(self, count):
        while len(self.buffer) < count:
            got = self.receive(65536)
            expect(got, "the firmware ended or does not answer")
            self.buffer += got
        taken, self.buffer = self.buffer[:count], self.buffer[count:]
        return taken

    def raw(self, data):
        self.send(data)

    def reply(self, kind):
        head = self.take(12)
        magic, protocol, version, got, status, sequence, size = struct.unpack("<2sBBBBHI", head)
        payload = self.take(size)
        (check,) = struct.unpack("<I", self.take(4))
        expect((magic, protocol, version) == (b"MB", 1, 1) and check == zlib.crc32(head + payload), f"no sound frame: {head!r}")
        expect(got == kind | 0x80 and sequence == self.sequence, f"reply {got:#x}/{sequence} to request {kind:#x}/{self.sequence}")
        return status, payload

    def ask(self, kind, payload=b"", good=True):
        self.sequence = (self.sequence + 1) & 0xFFFF
        self.send(frame(kind, payload, self.sequence))
        status, answer = self.reply(kind)
        expect((status == 0) == good, f"request {kind}: status {status}, {answer[:80]!r}")
        self.replies.append(answer)
        return answer

    def identify(self):
        answer = self.ask(IDENTIFY, struct.pack("<I", 1))
        fields = struct.unpack("<II32s32sII8fIIII", answer)
        self.calls, self.format, self.rate = fields[1], fields[4], fields[5]
        self.scale, self.bits, self.unit = fields[6:14], fields[14], fields[16]
        expect(fields[0] == 1 and self.rate == RATE and self.format in (1, 2), f"it says {fields}")
        self.name = fields[2].rstrip(b"\0").decode()
        return self

    def create(self, voltage=230.0, current=100.0, frequency=50.0, flash=b""):
        self.ask(CREATE, struct.pack("<fffII", voltage, current, frequency, 0, len(flash)) + flash)
        self.fed = 0
        return self

    def feed(self, samples):
        """samples: an array of counts, eight a frame."""
        for at in range(0, len(samples), 8 * 2000):
            piece = samples[at : at + 8 * 2000]
            self.ask(FEED, struct.pack("<QI", self.fed, len(piece) // 8) + piece.tobytes())
            self.fed += len(piece) // 8

    def exchange(self, data, port=0):
        if self.line is None:
            return self.ask(EXCHANGE, struct.pack("<I", port) + data)
        self.line.sendall(data)
        (count,) = struct.unpack("<I", self.ask(LINE, struct.pack("<II", port, len(data))))
        answer = b""
        while len(answer) < count:
            got = self.line.recv(count - len(answer))
            expect(got, "the Modbus line is gone")
            answer += got
        self.replies.append(answer)
        return answer

    def modbus(self, pdu, unit=None):
        """The PDU of the reply."""
        unit = self.unit if unit is None else unit
        answer = self.exchange((adu := bytes([unit]) + pdu) + crc16(adu))
        expect(len(answer) >= 5 and answer[0] == unit and crc16(answer[:-2]) == answer[-2:], f"no reply to {pdu.hex()}: {answer.hex()}")
        return answer[1:-2]

    def words(self, first, count):
        answer = self.modbus(struct.pack(">BHH", 3, first, count))
        expect(answer[0] == 3 and answer[1] == 2 * count, f"reading {first}: {answer.hex()}")
        return list(struct.unpack(f">{count}H", answer[2:]))

    def read(self, first, words=2, signed=False):
        value = 0
        for word in self.words(first, words):
            value = value << 16 | word
        return value - (1 << 16 * words) if signed and value >> (16 * words - 1) else value

    def write(self, first, *words):
        answer = self.modbus(struct.pack(f">BHHB{len(words)}H", 16, first, len(words), 2 * len(words), *words))
        expect(answer == struct.pack(">BHH", 16, first, len(words)), f"writing {first}: {answer.hex()}")

    def pulses(self):
        answer = self.ask(PULSES)
        (count,) = struct.unpack_from("<I", answer)
        return [struct.unpack_from("<QII", answer, 4 + 16 * n) for n in range(count)]


class Program(Meter):
    """A program on stdin and stdout; ended when the block ends."""

    def __init__(self, *command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        super().__init__(self._send, self._receive)

    def _send(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def _receive(self, most):
        ready, _, _ = select.select([self.process.stdout], [], [], MOST_SECONDS)
        return os.read(self.process.stdout.fileno(), most) if ready else b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(MOST_SECONDS)
        self.process.stdin.close()
        self.process.stdout.close()


class Emulator(Meter):
    """An image in qemu: UART0 and UART1 on sockets in a folder of its own; ended when the block ends."""

    def __init__(self, qemu, image):
        self.folder = tempfile.TemporaryDirectory()
        listeners = []
        options = []
        for n in range(2):
            path = os.path.join(self.folder.name, f"uart{n}")
            listener = socket.socket(socket.AF_UNIX)
            listener.bind(path)
            listener.listen(1)
            listener.settimeout(MOST_SECONDS)
            listeners.append(listener)
            options += ["-chardev", f"socket,id=u{n},path={path}", "-serial", f"chardev:u{n}"]
        self.process = subprocess.Popen(
            [qemu, "-M", "mps2-an386", "-kernel", image, "-display", "none", "-monitor", "none", *options], stdin=subprocess.DEVNULL
        )
        self.sockets = []
        try:
            for listener in listeners:
                peer, _ = listener.accept()
                peer.settimeout(MOST_SECONDS)
                self.sockets.append(peer)
                listener.close()
        except OSError:
            self.__exit__()
            fail("qemu did not connect its serial lines")
        super().__init__(self.sockets[0].sendall, self._receive, self.sockets[1])

    def _receive(self, most):
        try:
            return self.sockets[0].recv(most)
        except OSError:
            return b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(MOST_SECONDS)
        for peer in self.sockets:
            peer.close()
        self.folder.cleanup()


class Source:
    """Three phases and three currents as counts of the converters; time goes on from call to call."""

    def __init__(self, scale, frequency=50.0, voltage=230.0, current=10.0, lag=0.0, bits=24):
        self.scale, self.frequency, self.lag, self.at, self.angle = scale, frequency, lag, 0, 0.0
        self.voltage, self.current = [voltage] * 3, [current] * 3
        self.top = 1 << (bits - 1)
        self.kind = "i" if bits > 16 else "h"

    def samples(self, seconds):
        out = array.array(self.kind)
        step = 2 * math.pi * self.frequency / RATE
        third = 2 * math.pi / 3
        root2 = math.sqrt(2)
        for _ in range(round(seconds * RATE)):
            volts = [root2 * v * math.sin(self.angle - n * third) for n, v in enumerate(self.voltage)] + [0.0]
            amperes = [root2 * i * math.sin(self.angle - n * third - self.lag) for n, i in enumerate(self.current)] + [0.0]
            for value, scale in zip(volts + amperes, self.scale):
                out.append(max(-self.top, min(self.top - 1, round(value / scale))))
            self.angle += step
        self.angle = math.fmod(self.angle, 2 * math.pi)
        return out


def within(what, actual, expected, limit):
    print(f"{what}: {actual:.6g}, expected {expected:.6g} within {limit:.3g}")
    expect(abs(actual - expected) <= limit, f"{what} is {actual}, expected {expected} within {limit}")
