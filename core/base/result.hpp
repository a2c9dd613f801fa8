// SPDX-License-Identifier: GPL-3.0-or-later
/// What an edge (file, socket, parser) returns: a value, or a sentence that a user can act on.
/// No exception crosses a folder border (docs/decisions/0004-errors.md).
#pragma once

#include <fmt/core.h>

#include <string>
#include <utility>
#include <variant>

namespace mb {

/// Decides the exit status of the programs.
enum class ErrorKind {
    input,           ///< what the user gave is wrong: exit status 2
    infrastructure,  ///< the world refused (port in use, disk full, target lost): exit status 3
};

/// `sentence` says where ("file:line: …"), what is wrong and what to do.
struct Error {
    ErrorKind kind = ErrorKind::input;
    std::string sentence;
};

template <class... Args>
Error input_error(fmt::format_string<Args...> text, Args&&... args) {
    return {ErrorKind::input, fmt::format(text, std::forward<Args>(args)...)};
}

template <class... Args>
Error infrastructure_error(fmt::format_string<Args...> text, Args&&... args) {
    return {ErrorKind::infrastructure, fmt::format(text, std::forward<Args>(args)...)};
}

template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const { return state_.index() == 0; }
    T& operator*() & { return std::get<0>(state_); }
    T const& operator*() const& { return std::get<0>(state_); }
    T&& operator*() && { return std::get<0>(std::move(state_)); }
    T* operator->() { return &std::get<0>(state_); }
    T const* operator->() const { return &std::get<0>(state_); }
    Error const& error() const { return std::get<1>(state_); }

private:
    std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const { return state_.index() == 0; }
    Error const& error() const { return std::get<1>(state_); }

private:
    std::variant<std::monostate, Error> state_;
};

}  // namespace mb
