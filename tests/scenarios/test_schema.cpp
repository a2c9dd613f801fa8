// SPDX-License-Identifier: GPL-3.0-or-later
// The parser, the JSON Schema and the written reference know the same keys.
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "scenarios/engine/language.hpp"

using namespace mb;

namespace {

std::string content(char const* file) {
    std::ifstream stream{file};
    BOOST_REQUIRE_MESSAGE(stream, file);
    return {std::istreambuf_iterator<char>{stream}, {}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(schema)

BOOST_AUTO_TEST_CASE(the_schema_has_the_objects_and_keys_of_the_parser) {
    auto const schema = nlohmann::json::parse(content(MB_SOURCE_DIR "/docs/scenario.schema.json"));
    std::set<std::string> objects;
    for (ObjectKeys const& object : language_keys()) {
        std::string const name{object.object};
        objects.insert(name);
        auto const& definition = name == "scenario" ? schema : schema["definitions"][name];
        std::set<std::string> in_schema;
        for (auto const& [key, value] : definition["properties"].items()) in_schema.insert(key);
        std::set<std::string> const in_parser{object.keys.begin(), object.keys.end()};
        BOOST_TEST(in_schema == in_parser, boost::test_tools::per_element());
        BOOST_TEST(definition["additionalProperties"] == nlohmann::json(false), name);
    }
    for (auto const& [name, definition] : schema["definitions"].items())
        if (definition.contains("properties")) BOOST_TEST(objects.contains(name), name);
}

BOOST_AUTO_TEST_CASE(the_reference_names_every_key) {
    std::string const reference = content(MB_SOURCE_DIR "/docs/scenario-language.md");
    for (ObjectKeys const& object : language_keys())
        for (std::string_view const key : object.keys)
            BOOST_TEST(reference.find("`" + std::string{key} + "`") != std::string::npos, object.object << "." << key);
}

BOOST_AUTO_TEST_CASE(the_example_of_the_reference_is_a_scenario) {
    std::string const reference = content(MB_SOURCE_DIR "/docs/scenario-language.md");
    auto const begin = reference.find("```yaml\n") + 8;
    auto const example = parse_scenario(reference.substr(begin, reference.find("```", begin) - begin), "example");
    if (!example) BOOST_FAIL(example.error().sentence);
    BOOST_TEST(example->check_count() == 3U);
}

BOOST_AUTO_TEST_SUITE_END()
