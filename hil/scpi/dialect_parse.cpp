// SPDX-License-Identifier: GPL-3.0-or-later
// Dialect files: the table of what each action may say, and the reader.
#include <algorithm>
#include <charconv>

#include "hil/scpi/dialect.hpp"
#include "scenarios/engine/language_reader.hpp"

namespace mb::hil {
namespace {

using namespace mb::language;
using Word = std::string_view;

constexpr std::array<Word, kPlaceholders> kPlaceholderNames{"phase",   "volts", "amps", "hertz",   "degrees",      "order",
                                                            "percent", "slew",  "mask", "seconds", "milliseconds", "event_volts"};
/// Decimals where a text does not say: µ of whole units are below what sources resolve.
constexpr std::array<int, kPlaceholders> kDecimals{0, 3, 4, 4, 3, 0, 4, 3, 0, 4, 1, 3};

constexpr unsigned bit(Placeholder p) { return 1U << static_cast<unsigned>(p); }
constexpr unsigned kPhase = bit(Placeholder::phase), kVolts = bit(Placeholder::volts), kAmps = bit(Placeholder::amps),
                   kHertz = bit(Placeholder::hertz), kDegrees = bit(Placeholder::degrees), kOrder = bit(Placeholder::order),
                   kPercent = bit(Placeholder::percent), kSlew = bit(Placeholder::slew);
constexpr unsigned kEvent = kPhase | kVolts | kHertz | kPercent | bit(Placeholder::mask) | bit(Placeholder::seconds) |
                            bit(Placeholder::milliseconds) | bit(Placeholder::event_volts);

struct ActionRow {
    Word key;
    unsigned may = 0;   ///< placeholders of `set`
    unsigned must = 0;  ///< of them: all of these appear
    bool required = false;
    bool set = true;     ///< has commands
    bool query = false;  ///< may have a query
    bool only_query = false;
    int words = 0;  ///< of its answer: 1 'answer', 2 'answer' and 'off'
    bool highest = false;
};
constexpr std::array<ActionRow, kActions> kRows{{
    {"prepare"},
    {"output_on", 0, 0, true},
    {"output_off", 0, 0, true},
    {"output_state", 0, 0, true, false, true, true, 2},
    {"limit_voltage", kVolts | kPhase, kVolts, false, true, true},
    {"limit_current", kAmps | kPhase, kAmps, false, true, true},
    {"limit_frequency", kHertz, kHertz, false, true, true},
    {"slew", kSlew | kPhase, kSlew, false, true, true},
    {"frequency", kHertz, kHertz, true, true, true},
    {"voltage", kPhase | kVolts | kDegrees, kPhase | kVolts, true, true, true},
    {"voltage_angle", kPhase | kDegrees, kPhase | kDegrees, false, true, true},
    {"current", kPhase | kAmps | kDegrees, kPhase | kAmps, false, true, true},
    {"current_angle", kPhase | kDegrees, kPhase | kDegrees, false, true, true},
    {"harmonics_clear", kPhase},
    {"voltage_harmonic", kPhase | kOrder | kPercent | kDegrees | kVolts, kPhase | kOrder | kDegrees, false, true, true, false, 0, true},
    {"current_harmonic", kPhase | kOrder | kPercent | kDegrees | kAmps, kPhase | kOrder | kDegrees, false, true, true, false, 0, true},
    {"apply"},
    {"settled", 0, 0, true, false, true, true, 1},
    {"errors", 0, 0, true, false, true, true, 1},
    {"measure_voltage", kPhase, 0, false, false, true, true},
    {"measure_current", kPhase, 0, false, false, true, true},
    {"measure_frequency", 0, 0, false, false, true, true},
    {"measure_power", kPhase, 0, false, false, true, true},
    {"dip", kEvent, 0},
    {"dip_position", kDegrees, kDegrees},
    {"dip_start"},
    {"dip_state", 0, 0, false, false, true, true, 1},
    {"dip_end", kEvent, 0},
}};

constexpr Word kTop[]{"dialect", "label", "unverified", "identify", "terminator", "angles", "commands"};
constexpr Word kAngles[]{"sense", "from", "relative"};
constexpr Word kAction[]{"set", "query", "answer", "off", "highest"};
constexpr Word kSenses[]{"lead", "lag"};
constexpr Word kTerminators[]{"LF", "CR", "CRLF"};
constexpr std::array<Word, 3> kTerminatorTexts{"\n", "\r", "\r\n"};

/// What goes over the line: printable ASCII.
std::string const& line_text(YamlNode const& node) {
    std::string const& written = text(node);
    if (written.size() > 200) refuse(node, "a command has at most 200 characters");
    for (char const c : written)
        if (c < ' ' || c > '~') refuse(node, "a command has printable ASCII characters only");
    return written;
}

CommandText command(YamlNode const& node, ActionRow const& row, unsigned may) {
    std::string_view rest = line_text(node);
    CommandText made;
    for (;;) {
        auto const open = rest.find_first_of("{}");
        CommandText::Piece piece;
        piece.text = rest.substr(0, open);
        if (open == std::string_view::npos) {
            if (!piece.text.empty()) made.pieces.push_back(std::move(piece));
            return made;
        }
        auto const close = rest.find('}', open);
        if (rest[open] == '}' || close == std::string_view::npos) refuse(node, "a placeholder is written {{name}} or {{name:decimals}}");
        std::string_view inside = rest.substr(open + 1, close - open - 1);
        auto const colon = inside.find(':');
        Word const name = inside.substr(0, colon);
        auto const found = std::find(kPlaceholderNames.begin(), kPlaceholderNames.end(), name);
        if (found == kPlaceholderNames.end())
            refuse(node, "unknown placeholder '{}'{}; known are {}", name, suggestion(name, kPlaceholderNames), joined(kPlaceholderNames));
        auto const index = static_cast<std::size_t>(found - kPlaceholderNames.begin());
        if ((may >> index & 1U) == 0) refuse(node, "'{}' has no {{{}}}", row.key, name);
        piece.placeholder = static_cast<Placeholder>(index);
        piece.decimals = kDecimals[index];
        if (colon != Word::npos) {
            Word const digits = inside.substr(colon + 1);
            auto const [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), piece.decimals);
            if (error != std::errc{} || stop != digits.data() + digits.size() || piece.decimals < 0 || piece.decimals > 9)
                refuse(node, "decimals are a number from 0 to 9, not '{}'", digits);
        }
        made.pieces.push_back(std::move(piece));
        rest.remove_prefix(close + 1);
    }
}

std::vector<CommandText> commands(YamlNode const& node, ActionRow const& row, unsigned may) {
    std::vector<CommandText> all;
    if (node.kind != YamlNode::Kind::list) {
        all.push_back(command(node, row, may));
        return all;
    }
    if (node.items.empty() || node.items.size() > 20) refuse(node, "'{}' takes 1 to 20 commands", row.key);
    for (YamlNode const& item : node.items) all.push_back(command(item, row, may));
    return all;
}

void check_must(YamlNode const& node, ActionRow const& row, std::vector<CommandText> const& set) {
    for (std::size_t k = 0; k < kPlaceholders; ++k) {
        if ((row.must >> k & 1U) == 0) continue;
        bool const has = std::any_of(set.begin(), set.end(), [&](CommandText const& t) { return t.has(static_cast<Placeholder>(k)); });
        if (!has) refuse(node, "'{}' does not say its {{{}}}", row.key, kPlaceholderNames[k]);
    }
}

ActionText read_action(YamlNode const& node, ActionRow const& row) {
    ActionText made;
    if (node.kind != YamlNode::Kind::map) {  // the short form: commands alone
        if (row.words > 0) refuse(node, "'{}' needs 'query' and 'answer'", row.key);
        if (row.only_query)
            made.query = commands(node, row, row.may);
        else
            made.set = commands(node, row, row.may);
        if (!row.only_query) check_must(node, row, made.set);
        if (row.highest) refuse(node, "'{}' needs 'highest', the highest order", row.key);
        return made;
    }
    Fields const f{node, row.key, kAction};
    if (auto const* set = f.find("set")) {
        if (!row.set) refuse(*set, "'{}' only asks", row.key);
        made.set = commands(*set, row, row.may);
        check_must(*set, row, made.set);
    }
    if (auto const* query = f.find("query")) {
        if (!row.query) refuse(*query, "'{}' has no query", row.key);
        made.query = commands(*query, row, row.may & (kPhase | kOrder));
        if (made.query.back().pieces.empty()) refuse(*query, "the query is empty");
    } else if (row.only_query) {
        refuse(node, "'{}' needs a 'query'", row.key);
    }
    if (made.set.empty() && made.query.empty()) refuse(node, "'{}' says nothing: 'set' or 'query' is missing", row.key);
    if (row.words > 0) made.answer = line_text(f.require("answer"));
    if (row.words > 1) {
        made.off = line_text(f.require("off"));
        if (made.off == made.answer) refuse(f.require("off"), "the words of on and off are the same");
    }
    if (row.words < 1 && f.find("answer") != nullptr) refuse(*f.find("answer"), "'{}' has no 'answer'", row.key);
    if (row.words < 2 && f.find("off") != nullptr) refuse(*f.find("off"), "'{}' has no 'off'", row.key);
    if (row.highest)
        made.highest_order = whole(f.require("highest"), 2, 100);
    else if (auto const* highest = f.find("highest"))
        refuse(*highest, "'{}' has no 'highest'", row.key);
    return made;
}

void read_commands(Dialect& dialect, YamlNode const& node) {
    std::array<Word, kActions> keys{};
    std::transform(kRows.begin(), kRows.end(), keys.begin(), [](ActionRow const& row) { return row.key; });
    Fields const f{node, "commands", keys};
    for (std::size_t k = 0; k < kActions; ++k) {
        if (auto const* found = f.find(kRows[k].key))
            dialect.actions[k] = read_action(*found, kRows[k]);
        else if (kRows[k].required)
            (void)f.require(kRows[k].key);
    }
}

/// What belongs together.
void check_whole(Dialect const& d, YamlNode const& node) {
    auto const says_angle = [&](Action value, Action angle) {
        ActionText const* both = d.find(value);
        if (ActionText const* own = d.find(angle); own != nullptr && !own->set.empty()) return true;
        return both != nullptr &&
               std::any_of(both->set.begin(), both->set.end(), [](auto const& t) { return t.has(Placeholder::degrees); });
    };
    if (d.find(Action::voltage)->set.empty()) refuse(node, "'voltage' has no 'set'");
    if (d.find(Action::frequency)->set.empty()) refuse(node, "'frequency' has no 'set'");
    if (d.find(Action::voltage)->query.empty()) refuse(node, "'voltage' has no 'query': what is set is read back");
    if (d.find(Action::frequency)->query.empty()) refuse(node, "'frequency' has no 'query': what is set is read back");
    if (!says_angle(Action::voltage, Action::voltage_angle))
        refuse(node, "nothing says the angles of the voltages: 'voltage_angle' is missing");
    if (ActionText const* current = d.find(Action::current)) {
        if (current->set.empty() || current->query.empty()) refuse(node, "'current' needs 'set' and 'query'");
        if (!says_angle(Action::current, Action::current_angle))
            refuse(node, "nothing says the angles of the currents: 'current_angle' is missing");
    }
    bool const harmonics = d.find(Action::voltage_harmonic) != nullptr || d.find(Action::current_harmonic) != nullptr;
    if (harmonics && d.find(Action::harmonics_clear) == nullptr) refuse(node, "harmonics need 'harmonics_clear'");
    bool const dip = d.find(Action::dip) != nullptr;
    for (Action const a : {Action::dip_position, Action::dip_start, Action::dip_state, Action::dip_end})
        if (!dip && d.find(a) != nullptr) refuse(node, "'{}' without 'dip'", kRows[static_cast<std::size_t>(a)].key);
    if (dip && (d.find(Action::dip_start) == nullptr || d.find(Action::dip_state) == nullptr))
        refuse(node, "'dip' needs 'dip_start' and 'dip_state'");
}

Dialect read_dialect(YamlNode const& root) {
    Fields const f{root, "dialect file", kTop};
    Dialect d;
    d.name = text(f.require("dialect"));
    d.label = text(f.require("label"));
    if (auto const* n = f.find("unverified"))
        for (YamlNode const& item : list(*n)) d.unverified.push_back(text(item));
    if (auto const* n = f.find("identify")) d.identify = line_text(*n);
    if (auto const* n = f.find("terminator")) d.terminator = kTerminatorTexts[one_of(*n, "terminator", kTerminators)];
    if (auto const* n = f.find("angles")) {
        Fields const a{*n, "angles", kAngles};
        if (auto const* sense = a.find("sense")) d.angles_lag = one_of(*sense, "sense", kSenses) == 1;
        if (auto const* from = a.find("from")) d.lowest_angle = angle(*from);
        if (auto const* relative = a.find("relative")) d.angles_relative = truth(*relative);
    }
    YamlNode const& all = f.require("commands");
    read_commands(d, all);
    check_whole(d, all);
    return d;
}

}  // namespace

Result<Dialect> parse_dialect(std::string_view text, std::string const& file) {
    auto const root = parse_yaml(text, file);
    if (!root) return root.error();
    if (root->kind == YamlNode::Kind::null) return input_error("{}: the file is empty; a dialect begins with 'dialect: …'", file);
    try {
        Dialect dialect = read_dialect(*root);
        dialect.file = file;
        return dialect;
    } catch (Refusal const& r) {
        return input_error("{}:{}:{}: {}", file, r.line, r.column, r.what);
    }
}

}  // namespace mb::hil
