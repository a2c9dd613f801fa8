# SPDX-License-Identifier: GPL-3.0-or-later
"""A server of Debian's pymodbus with 65536 registers, to be measured beside ours: /usr/bin/python3 pymodbus_server.py PORT"""
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import StartTcpServer

store = ModbusSlaveContext(hr=ModbusSequentialDataBlock(0, [17] * 65536), zero_mode=True)
StartTcpServer(context=ModbusServerContext(slaves=store, single=True), address=("127.0.0.1", int(sys.argv[1])))
