// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/engine/yaml_tree.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <sstream>

namespace mb {
namespace {

struct Refused {
    int line;
    int column;
    std::string what;
};

[[noreturn]] void refuse(YAML::Mark const& at, std::string what) { throw Refused{at.line + 1, at.column + 1, std::move(what)}; }

/// Builds the tree from the parser's events; an open container waits on a stack until it ends.
class TreeBuilder : public YAML::EventHandler {
public:
    YamlNode root;
    bool seen_root = false;

    void OnDocumentStart(YAML::Mark const&) override {}
    void OnDocumentEnd() override {}
    void OnNull(YAML::Mark const& at, YAML::anchor_t anchor) override { add(at, anchor, make(at, YamlNode::Kind::null)); }
    void OnAlias(YAML::Mark const& at, YAML::anchor_t) override { refuse(at, "aliases ('*name') are not part of the scenario language"); }
    void OnScalar(YAML::Mark const& at, std::string const&, YAML::anchor_t anchor, std::string const& value) override {
        YamlNode node = make(at, YamlNode::Kind::scalar);
        node.text = value;
        add(at, anchor, std::move(node));
    }
    void OnSequenceStart(YAML::Mark const& at, std::string const&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        open(at, anchor, YamlNode::Kind::list);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(YAML::Mark const& at, std::string const&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        open(at, anchor, YamlNode::Kind::map);
    }
    void OnMapEnd() override { close(); }

private:
    struct Open {
        YamlNode node;
        std::optional<YamlKey> key;  // of a map: read, its value still to come
    };

    static YamlNode make(YAML::Mark const& at, YamlNode::Kind kind) { return {kind, at.line + 1, at.column + 1, {}, {}, {}}; }

    void open(YAML::Mark const& at, YAML::anchor_t anchor, YamlNode::Kind kind) {
        count(at, anchor);
        if (stack_.size() >= kYamlDepth) refuse(at, fmt::format("nested deeper than {} levels", kYamlDepth));
        if (!stack_.empty() && stack_.back().node.kind == YamlNode::Kind::map && !stack_.back().key)
            refuse(at, "a key must be a plain text");
        stack_.push_back({make(at, kind), std::nullopt});
    }

    void close() {
        YamlNode node = std::move(stack_.back().node);
        stack_.pop_back();
        attach(std::move(node));
    }

    void add(YAML::Mark const& at, YAML::anchor_t anchor, YamlNode node) {
        count(at, anchor);
        if (!stack_.empty() && stack_.back().node.kind == YamlNode::Kind::map && !stack_.back().key) {
            if (node.kind != YamlNode::Kind::scalar) refuse(at, "a key must be a plain text");
            take_key(at, std::move(node.text));
            return;
        }
        attach(std::move(node));
    }

    void take_key(YAML::Mark const& at, std::string text) {
        Open& map = stack_.back();
        // Scenario maps are small; many keys would make this search slow, and no map of the language has as many.
        if (map.node.keys.size() >= 100) refuse(at, "more than 100 keys in one place");
        for (YamlKey const& known : map.node.keys)
            if (known.text == text) refuse(at, fmt::format("key '{}' stands twice, first in line {}", text, known.line));
        map.key = YamlKey{std::move(text), at.line + 1, at.column + 1};
    }

    void attach(YamlNode node) {
        if (stack_.empty()) {
            root = std::move(node);
            seen_root = true;
            return;
        }
        Open& parent = stack_.back();
        if (parent.node.kind == YamlNode::Kind::map) {
            parent.node.keys.push_back(std::move(*parent.key));
            parent.key.reset();
        }
        parent.node.items.push_back(std::move(node));
    }

    void count(YAML::Mark const& at, YAML::anchor_t anchor) {
        if (anchor != 0) refuse(at, "anchors ('&name') are not part of the scenario language");
        if (++nodes_ > kYamlNodes) refuse(at, fmt::format("more than {} values in one file", kYamlNodes));
    }

    std::vector<Open> stack_;
    std::size_t nodes_ = 0;
};

}  // namespace

Result<YamlNode> parse_yaml(std::string_view text, std::string const& file) {
    if (text.size() > kYamlBytes)
        return input_error("{}: {} bytes are too many for a scenario; {} are allowed", file, text.size(), kYamlBytes);
    try {
        std::istringstream stream{std::string{text}};
        YAML::Parser parser{stream};
        TreeBuilder builder;
        if (!parser.HandleNextDocument(builder)) return YamlNode{};
        TreeBuilder next;
        if (parser.HandleNextDocument(next) && next.seen_root)
            return input_error("{}:{}:{}: a second document begins here; one file is one scenario", file, next.root.line, next.root.column);
        return std::move(builder.root);
    } catch (Refused const& r) {
        return input_error("{}:{}:{}: {}", file, r.line, r.column, r.what);
    } catch (YAML::Exception const& e) {
        return input_error("{}:{}:{}: not valid YAML: {}", file, std::max(0, e.mark.line) + 1, std::max(0, e.mark.column) + 1, e.msg);
    } catch (std::exception const& e) {
        return input_error("{}: not readable as YAML: {}", file, e.what());
    }
}

}  // namespace mb
