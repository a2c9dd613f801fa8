// SPDX-License-Identifier: GPL-3.0-or-later
// The step `profile`: a source over time from a CSV file beside the scenario. Each row is read as a `set` step would be, so units, bounds
// and refusals are the same.
#include <filesystem>
#include <fstream>
#include <set>

#include "scenarios/engine/language_parts.hpp"

namespace mb::language {
namespace {

constexpr std::size_t kProfileBytes = 4'000'000;
constexpr std::size_t kProfileRows = 40'000;

/// A column sets `key` of `object` (of the source itself where that is empty); those of a list are numbered: "v1".
struct Column {
    std::string_view name;
    std::string_view object;
    std::string_view key;
    Unit unit;
};
constexpr std::array kColumns{
    Column{"f", "", "frequency", Unit::hertz},  Column{"v", "voltage", "rms", Unit::volt},
    Column{"u", "voltage", "line", Unit::volt}, Column{"i", "current", "rms", Unit::ampere},
    Column{"pf", "current", "pf", Unit::none},  Column{"angle", "current", "angle", Unit::degree},
    Column{"p", "current", "p", Unit::watt},    Column{"q", "current", "q", Unit::var},
};

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string_view> cells_of(std::string_view line) {
    std::vector<std::string_view> cells;
    for (;;) {
        auto const comma = line.find(',');
        cells.push_back(trimmed(line.substr(0, comma)));
        if (comma == std::string_view::npos) return cells;
        line.remove_prefix(comma + 1);
    }
}

/// "v2" is the second value of column "v".
struct Heading {
    Column const* column = nullptr;  ///< null: the time
    std::size_t number = 0;          ///< 0: one for all
};

YamlNode scalar(YamlNode const& at, std::string text) { return {YamlNode::Kind::scalar, at.line, at.column, std::move(text), {}, {}}; }
YamlNode container(YamlNode const& at, YamlNode::Kind kind) { return {kind, at.line, at.column, {}, {}, {}}; }

YamlNode& member(YamlNode& map, std::string_view key, YamlNode const& fresh) {
    for (std::size_t k = 0; k < map.keys.size(); ++k)
        if (map.keys[k].text == key) return map.items[k];
    map.keys.push_back({std::string{key}, map.line, map.column});
    map.items.push_back(fresh);
    return map.items.back();
}

class ProfileReader {
public:
    ProfileReader(YamlNode const& node, std::string const& scenario_file, RatedValues const& rated, Source const& source)
        : node_{node}, f_{node, "profile"}, rated_{rated}, source_{source} {
        std::filesystem::path const named{text(f_.require("file"))};
        file_ = named.is_absolute() ? named.string() : (std::filesystem::path{scenario_file}.parent_path() / named).string();
    }

    Profile read() {
        constexpr std::array<std::string_view, 2> kWays{"hold", "linear"};
        if (auto const* way = f_.find("interpolate")) profile_.linear = one_of(*way, "interpolation", kWays) == 1;
        if (auto const* step = f_.find("step")) step_ = duration(*step, source_.frequency_hz);
        std::string const content = content_of();
        std::string_view rest = content;
        if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
        for (line_ = 1; !rest.empty(); ++line_) {
            auto const end = rest.find('\n');
            std::string_view const line = trimmed(rest.substr(0, end));
            rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
            if (line.empty() || line.starts_with('#')) continue;
            if (headings_.empty())
                read_headings(line);
            else
                read_row(line);
        }
        finish();
        profile_.end = source_;
        return std::move(profile_);
    }

private:
    template <class... Args>
    [[noreturn]] void refuse_line(fmt::format_string<Args...> words, Args&&... args) {
        refuse(node_, "{}:{}: {}", file_, line_, fmt::format(words, std::forward<Args>(args)...));
    }

    std::string content_of() {
        std::error_code failure;
        YamlNode const& at = f_.require("file");
        if (!std::filesystem::is_regular_file(file_, failure)) refuse(at, "{}: no such file", file_);
        std::ifstream stream{file_, std::ios::binary};
        std::string bytes(kProfileBytes + 1, '\0');
        stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        if (!stream.is_open() || stream.bad()) refuse(at, "{}: cannot be read", file_);
        bytes.resize(static_cast<std::size_t>(stream.gcount()));
        if (bytes.size() > kProfileBytes) refuse(at, "{}: more than {} bytes are too many for a profile", file_, kProfileBytes);
        return bytes;
    }

    void read_headings(std::string_view line) {
        std::set<std::string_view> seen;
        for (std::string_view const name : cells_of(line)) {
            if (!seen.insert(name).second) refuse_line("column '{}' stands twice", name);
            headings_.push_back(heading(name));
        }
        if (seen.contains("time") == step_.has_value())
            refuse_line("{}", step_ ? "the file has a column 'time' and the step says 'step'; one of them is enough"
                                    : "the file has no column 'time': write it, or say how long a row stands with 'step: 15 min'");
        if (headings_.size() < (step_ ? 1U : 2U)) refuse_line("nothing to set: columns are time, {}", columns());
    }

    static std::string columns() {
        std::string names;
        for (Column const& column : kColumns) names += (names.empty() ? "" : ", ") + std::string{column.name};
        return names + ", and v1, v2, i1 … for one phase or input";
    }

    Heading heading(std::string_view name) {
        if (name == "time") return {};
        for (Column const& column : kColumns) {
            if (name == column.name) return {&column, 0};
            if (column.object.empty() || name.size() != column.name.size() + 1 || !name.starts_with(column.name)) continue;
            char const digit = name.back();
            if (digit >= '1' && digit <= '4') return {&column, static_cast<std::size_t>(digit - '0')};
        }
        std::vector<std::string_view> known{"time"};
        for (Column const& column : kColumns) known.push_back(column.name);
        refuse_line("unknown column '{}'{}; known are time, {}", name.substr(0, 40), suggestion(name, known), columns());
    }

    void read_row(std::string_view line) {
        auto const cells = cells_of(line);
        if (cells.size() != headings_.size()) refuse_line("{} fields, the columns are {}", cells.size(), headings_.size());
        if (profile_.rows.size() == kProfileRows) refuse_line("more than {} rows are too many for a profile", kProfileRows);
        YamlNode set = container(node_, YamlNode::Kind::map);
        for (std::size_t c = 0; c < cells.size(); ++c) {
            if (headings_[c].column == nullptr)
                read_time(cells[c]);
            else
                put(set, headings_[c], cells[c]);
        }
        try {
            change_source(set, "set", rated_, source_);
        } catch (Refusal const& why) {
            refuse_line("{}", why.what);
        }
        profile_.rows.push_back({*stimulus_of(source_), {}});  // change_source() has seen that it can be made
    }

    void put(YamlNode& set, Heading const& heading, std::string_view cell) {
        if (cell.empty()) refuse_line("column '{}' is empty", heading.column->name);
        bool const plain = cell.find_first_not_of("+-.0123456789eE") == std::string_view::npos;
        YamlNode const value = scalar(node_, plain ? fmt::format("{} {}", cell, symbol(heading.column->unit)) : std::string{cell});
        YamlNode& object =
            heading.column->object.empty() ? set : member(set, heading.column->object, container(node_, YamlNode::Kind::map));
        if (heading.number == 0) {
            member(object, heading.column->key, value);
            return;
        }
        YamlNode& list = member(object, heading.column->key, container(node_, YamlNode::Kind::list));
        if (list.items.size() + 1 != heading.number) refuse_line("columns of '{0}' are {0}1, {0}2 … in order", heading.column->name);
        list.items.push_back(value);
    }

    void read_time(std::string_view cell) {
        auto const measure = parse_measure(cell);
        bool const time = measure && !measure->cycles && (measure->unit == Unit::second || measure->unit == Unit::none);
        if (!time || measure->value < 0.0 || measure->value > seconds(kLongestScenario))
            refuse_line("'{}' is not a time (s, min, h)", cell.substr(0, 40));
        Duration const at = nearest_duration(measure->value);
        if (!times_.empty() && at <= times_.back()) refuse_line("'{}' is not later than the row before", cell.substr(0, 40));
        times_.push_back(at);
    }

    /// How long each row stands; the last one as long as the one before it.
    void finish() {
        auto& rows = profile_.rows;
        if (rows.empty()) refuse(node_, "{}: has no rows", file_);
        if (rows.size() == 1 && !step_) refuse(node_, "{}: one row does not say how long it stands; write more or say 'step'", file_);
        for (std::size_t k = 0; k < rows.size(); ++k) {
            std::size_t const from = std::min(k, rows.size() < 2 ? 0 : rows.size() - 2);
            rows[k].lasts = step_ ? *step_ : times_[from + 1] - times_[from];
        }
    }

    YamlNode const& node_;
    Fields f_;
    RatedValues const& rated_;
    Source source_;
    std::string file_;
    std::size_t line_ = 0;
    std::optional<Duration> step_;
    std::vector<Heading> headings_;
    std::vector<Duration> times_;
    Profile profile_;
};

}  // namespace

Profile profile(YamlNode const& node, std::string const& scenario_file, RatedValues const& rated, Source const& source) {
    return ProfileReader{node, scenario_file, rated, source}.read();
}

}  // namespace mb::language
