// SPDX-License-Identifier: GPL-3.0-or-later
// Reads with modbus-serial and prints JSON: node read_modbus_serial.js NODE_MODULES PORT|rtu:PORT FIRST COUNT [FIRST COUNT …]
// Then sets the clock, reads it back, and asks for a register that is not there.
"use strict";
const path = require("path");
const [modules, port, ...ranges] = process.argv.slice(2);
const ModbusRTU = require(path.join(modules, "modbus-serial"));

async function main() {
  const client = new ModbusRTU();
  client.setTimeout(5000);
  if (port.startsWith("rtu:")) await client.connectTelnet("127.0.0.1", { port: Number(port.slice(4)) });
  else await client.connectTCP("127.0.0.1", { port: Number(port) });
  client.setID(1);
  const answer = { values: [] };
  for (let i = 0; i < ranges.length; i += 2) {
    const reply = await client.readHoldingRegisters(Number(ranges[i]), 2 * Number(ranges[i + 1]));
    const values = [];
    for (let at = 0; at < reply.buffer.length; at += 4) values.push(reply.buffer.readInt32BE(at));
    answer.values.push(values);
  }
  await client.writeRegisters(57600, [29, 2, 2024, 13, 5, 9]);
  await new Promise((done) => setTimeout(done, 200));
  answer.clock = (await client.readHoldingRegisters(57600, 6)).data;
  try {
    await client.readHoldingRegisters(0, 1);
  } catch (error) {
    answer.exception = error.modbusCode;
  }
  try {
    await client.writeRegister(57600, 31);
  } catch (error) {
    answer.partial_clock = error.modbusCode;
  }
  console.log(JSON.stringify(answer));
  client.close(() => process.exit(0));
}

main().catch((error) => {
  console.error(String(error));
  process.exit(1);
});
