# SPDX-License-Identifier: GPL-3.0-or-later
"""Debian's pymodbus as a client of our meter: Modbus TCP, RTU over TCP, a serial line; functions 3, 4, 6, 16, 22, 23, 17, 43/14.
test_pymodbus.py METERBENCH"""
import sys
import time

import bench

try:
    from pymodbus.client import ModbusSerialClient, ModbusTcpClient
    from pymodbus.mei_message import ReadDeviceInformationRequest
    from pymodbus.other_message import ReportSlaveIdRequest
    from pymodbus.register_read_message import ReadWriteMultipleRegistersRequest
    from pymodbus.register_write_message import MaskWriteRegisterRequest
    from pymodbus.transaction import ModbusRtuFramer
except ImportError as missing:
    bench.fail(f"{missing}: install the Debian packages python3-pymodbus, python3-serial and python3-serial-asyncio, or configure with -DMB_INTEROP=OFF")

program = sys.argv[1]


def whole(reply, what):
    bench.expect(not reply.isError(), f"{what}: {reply}")
    return reply


def to_unit_1(request):
    """This version's shorthands for rarer functions lose the unit."""
    request.unit_id = 1
    return request


def ask(client, what):
    bench.expect(client.connect(), f"{what}: cannot connect")
    address, count, scale = bench.VOLTAGES
    for read in (client.read_holding_registers, client.read_input_registers):
        words = whole(read(address, 2 * count, slave=1), what).registers
        volts = [(words[2 * i] << 16 | words[2 * i + 1]) * scale for i in range(count)]
        bench.expect(all(abs(v - 230.0) < 0.2 for v in volts), f"{what}: V1 V2 V3 are {volts}")
    whole(client.write_registers(57600, [29, 2, 2024, 13, 5, 9], slave=1), what)
    clock = whole(client.read_holding_registers(57600, 6, slave=1), what).registers
    bench.expect(clock[:5] == [29, 2, 2024, 13, 5] and clock[5] in (9, 10), f"{what}: the clock reads {clock} at once after it was set")
    both = ReadWriteMultipleRegistersRequest(read_address=57600, read_count=6, write_address=57600, write_registers=[1, 3, 2024, 0, 0, 30])
    clock = whole(client.execute(to_unit_1(both)), what).registers
    bench.expect(clock[:5] == [1, 3, 2024, 0, 0] and clock[5] in (30, 31), f"{what}: function 23 reads {clock}")
    whole(client.write_register(58112, 1000, slave=1), what)  # unlocks
    bench.expect(whole(client.read_holding_registers(58113, 1, slave=1), what).registers[0] > 0, f"{what}: nobody holds the lock")
    whole(client.execute(to_unit_1(MaskWriteRegisterRequest(34823, 0xFFFE, 1))), what)  # the sign of PF: IEEE
    bench.expect(whole(client.read_holding_registers(34823, 1, slave=1), what).registers == [1], f"{what}: function 22 set no bit")
    whole(client.write_register(34823, 0, slave=1), what)
    whole(client.write_register(58112, 0, slave=1), what)
    bench.expect(client.read_holding_registers(0, 1, slave=1).exception_code == 2, f"{what}: no exception 2")
    bench.expect(client.write_register(18444, 1, slave=1).exception_code == 2, f"{what}: a reading was written")
    identity = whole(client.execute(to_unit_1(ReadDeviceInformationRequest(read_code=2, object_id=0))), what).information
    bench.expect(identity[0] == b"Meterbench" and identity[4] == b"DIRIS B30", f"{what}: it is {identity}")
    server_id = whole(client.execute(to_unit_1(ReportSlaveIdRequest())), what)
    bench.expect(b"DIRIS B30" in server_id.identifier, f"{what}: its server ID is {server_id.identifier}")
    client.close()


options = ["--voltage", "230", "--identity", "DIRIS B30", "--rtu-over-tcp", "0", "--modbus-rtu", "pty:115200:8N1"]
with bench.Serve(program, *options) as meter:
    rtu_port = int(meter.next_line().split(",")[0].rsplit(":", 1)[1])
    line = meter.next_line().split()[2]
    time.sleep(1.0)  # the first window
    ask(ModbusTcpClient("127.0.0.1", meter.port), "Modbus TCP")
    ask(ModbusTcpClient("127.0.0.1", rtu_port, framer=ModbusRtuFramer), "RTU over TCP")
    ask(ModbusSerialClient(line, baudrate=115200, framer=ModbusRtuFramer), "the serial line")
    bench.expect(meter.stop() == 0, "serve ends well")
print("good")
