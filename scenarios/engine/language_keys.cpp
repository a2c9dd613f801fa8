// SPDX-License-Identifier: GPL-3.0-or-later
// The keys of the language. docs/scenario.schema.json and docs/scenario-language.md are tested against this list.
#include <array>

#include "scenarios/engine/fault_text.hpp"
#include "scenarios/engine/language.hpp"

namespace mb {
namespace {

using Word = std::string_view;

constexpr Word kScenario[]{"name", "description", "tags", "setup", "timeline", "expect"};
constexpr Word kSetup[]{"nominal", "network", "rotation", "voltage_transformer", "loads", "inputs", "faults", "settings", "source"};
constexpr Word kNominal[]{"voltage", "current", "frequency"};
constexpr Word kTransformer[]{"primary", "secondary"};
constexpr Word kLoad[]{"type", "current"};
constexpr Word kInput[]{"voltage", "direction", "sensor", "rating", "errors", "burden", "temperature"};
constexpr Word kFault[]{"kind", "inputs", "phases", "value"};
constexpr Word kSource[]{"frequency", "voltage", "current", "channels", "flicker", "seed"};
constexpr Word kSet[]{"frequency", "voltage", "current", "channels", "flicker", "seed", "over", "phase_jump"};
constexpr Word kVoltage[]{"rms",        "line",      "angle",          "positive", "positive_angle", "negative", "negative_angle", "zero",
                          "zero_angle", "harmonics", "interharmonics", "dc",       "noise"};
constexpr Word kCurrent[]{"rms", "pf", "nature", "angle", "p", "q", "impedance", "shape", "harmonics", "interharmonics", "dc", "noise"};
constexpr Word kImpedance[]{"r", "x"};
constexpr Word kShape[]{"kind", "angle", "overlap"};
constexpr Word kHarmonic[]{"order", "ratio", "phase"};
constexpr Word kInterharmonic[]{"frequency", "rms", "phase"};
constexpr Word kFlicker[]{"depth", "frequency", "shape", "phases"};
constexpr Word kChannel[]{"rms", "phase", "harmonics", "interharmonics", "dc", "noise"};
constexpr Word kStep[]{"set",   "dip", "swell", "interruption", "inrush",     "motor_start", "profile",
                       "fault", "arm", "clear", "write",        "comm_fault", "wait",        "expect"};
constexpr Word kVoltageEvent[]{"phases", "residual", "duration", "at", "edge", "phase_jump"};
constexpr Word kInrush[]{"inputs", "multiple", "decay", "dc", "dc_decay", "at"};
constexpr Word kMotorStart[]{"inputs", "multiple", "duration", "pf"};
constexpr Word kProfile[]{"file", "step", "interpolate"};
constexpr Word kArm[]{"fault", "after", "for"};
constexpr Word kQuantityCheck[]{"quantity", "value", "tolerance", "min", "max"};
constexpr Word kEventCheck[]{"event",        "number",       "residual", "tolerance", "duration", "duration_tolerance",
                             "duration_min", "duration_max", "channels"};
constexpr Word kCountCheck[]{"events", "no_event", "kind"};
constexpr Word kReplyCheck[]{"reply", "is", "within"};
constexpr Word kPulseCheck[]{"pulse_error", "tolerance", "weight"};

constexpr ObjectKeys kObjects[]{{"scenario", kScenario},
                                {"setup", kSetup},
                                {"nominal", kNominal},
                                {"voltage_transformer", kTransformer},
                                {"load", kLoad},
                                {"inputs", kCurrentInputNames},
                                {"input", kInput},
                                {"fault", kFault},
                                {"source", kSource},
                                {"set", kSet},
                                {"voltage", kVoltage},
                                {"current", kCurrent},
                                {"impedance", kImpedance},
                                {"shape", kShape},
                                {"harmonic", kHarmonic},
                                {"interharmonic", kInterharmonic},
                                {"flicker", kFlicker},
                                {"channels", kChannelNames},
                                {"channel", kChannel},
                                {"step", kStep},
                                {"voltage_event", kVoltageEvent},
                                {"inrush", kInrush},
                                {"motor_start", kMotorStart},
                                {"profile", kProfile},
                                {"arm", kArm},
                                {"quantity_check", kQuantityCheck},
                                {"event_check", kEventCheck},
                                {"count_check", kCountCheck},
                                {"reply_check", kReplyCheck},
                                {"pulse_check", kPulseCheck}};

}  // namespace

std::span<ObjectKeys const> language_keys() { return kObjects; }

}  // namespace mb
