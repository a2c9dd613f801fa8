# SPDX-License-Identifier: GPL-3.0-or-later
"""Published weaknesses of this family of meters, replayed: test_known_weaknesses.py METERBENCH
CVE-2025-54848/54850: writes without a login give the meter another address and lose it. CVE-2025-54849/54851: one frame does.
CVE-2025-55221: a function register hangs it. CVE-2024-41798 (another maker): a short code is guessed over Modbus.
Each over Modbus TCP and RTU over TCP; afterwards the meter must answer."""
import socket
import sys

import bench

program = sys.argv[1]
READ = (3, 18444, 2)


def crc(data):
    value = 0xFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ 0xA001 if value & 1 else value >> 1
    return value.to_bytes(2, "little")


class Client:
    def __init__(self, port, rtu):
        self.socket = socket.create_connection(("127.0.0.1", port), 5)
        self.socket.settimeout(1.0)
        self.rtu = rtu

    def ask(self, function, address, value, unit=1):
        """The reply PDU; None where there is silence."""
        pdu = bytes([function]) + address.to_bytes(2, "big") + value.to_bytes(2, "big")
        frame = bytes([unit]) + pdu
        self.socket.sendall(frame + crc(frame) if self.rtu else b"\0\1\0\0\0\6" + frame)
        try:
            reply = self.socket.recv(300)
        except TimeoutError:
            return None
        return reply[1:-2] if self.rtu else reply[7:]


def good(reply, function=3):
    return reply is not None and len(reply) > 2 and reply[0] == function


def exception(function, code):
    return bytes([function | 0x80, code])


for rtu in (False, True):
    way = "RTU over TCP" if rtu else "Modbus TCP"

    def port_of(meter):
        second = meter.next_line()
        return int(second.split(",")[0].rsplit(":", 1)[1]) if rtu else meter.port

    with bench.Serve(program, "--rtu-over-tcp", "0") as meter:
        client = Client(port_of(meter), rtu)
        # One frame: register 4352.
        bench.expect(client.ask(6, 0x1100, 1) == exception(6, 2), f"{way}: register 4352 is not there")
        # The address without the lock's code, the commit alone.
        bench.expect(client.ask(6, 57344, 99) == exception(6, 1), f"{way}: the address is locked")
        bench.expect(client.ask(6, 29440, 99) == exception(6, 2), f"{way}: register 29440 cannot be written")
        for action in (0xA1, 0xB2, 0xE5):
            bench.expect(client.ask(6, 57856, action) == exception(6, 1), f"{way}: action {action:#x} is locked")
        for function in (1, 2, 4, 8):
            bench.expect(client.ask(6, 57872, function) == exception(6, 2), f"{way}: there is no USB function {function}")
        # Guessing: three codes, then nobody may try, the right one included.
        replies = [client.ask(6, 58112, code) for code in (1, 2, 3, 1000)]
        bench.expect(replies == [exception(6, 3)] * 3 + [exception(6, 6)], f"{way}: guesses get {replies}")
        bench.expect(good(client.ask(*READ)), f"{way}: it still answers")

    # With the code the address changes, within its limits, and the meter answers there.
    with bench.Serve(program, "--rtu-over-tcp", "0") as meter:
        client = Client(port_of(meter), rtu)
        bench.expect(good(client.ask(6, 58112, 1000), 6), f"{way}: the code opens the lock")
        for wrong in (0, 248, 255, 256, 65535):
            bench.expect(client.ask(6, 57344, wrong) == exception(6, 3), f"{way}: {wrong} is no address")
        bench.expect(good(client.ask(6, 57344, 99), 6), f"{way}: the address is written")
        bench.expect(good(client.ask(*READ)), f"{way}: the old address is in use until it is stored")
        bench.expect(good(client.ask(6, 57856, 0xA1), 6), f"{way}: it is stored")
        bench.expect(good(client.ask(*READ, unit=99)), f"{way}: the new address answers")
        if rtu:
            bench.expect(client.ask(*READ) is None, f"{way}: the old one does not")
        bench.expect(client.ask(6, 57344, 1, unit=99) == exception(6, 1), f"{way}: the lock is closed again")

    with bench.Serve(program, "--rtu-over-tcp", "0", "--no-writes") as meter:
        client = Client(port_of(meter), rtu)
        for register, value in ((58112, 1000), (57344, 99), (57856, 0xA1), (37744, 0xFFFF)):
            reply = client.ask(6, register, value)
            bench.expect(reply in (exception(6, 1), exception(6, 2)), f"{way}, no writes: {register} answers {reply}")
        bench.expect(good(client.ask(*READ)), f"{way}: it still answers")
print("good")
