// SPDX-License-Identifier: GPL-3.0-or-later
/// What Modbus Security asks of TLS: version, certificates of both ends, the role in the client's.
#pragma once

#include <utility>  // before Asio 1.74, which uses std::exchange without it
// clang-format off
#include <boost/asio/ssl.hpp>
// clang-format on

#include <string>

#include "core/base/result.hpp"
#include "sim/ports/modbus_tcp_server.hpp"

namespace mb {

/// A context that demands a client certificate which `clients_ca` signed, in its time, with one well-formed role or none.
/// Refused: files that cannot be read, a key that is not the certificate's.
Result<void> set_up(boost::asio::ssl::context& context, TlsSettings const& settings);

/// The role in a certificate; empty where it has none. Refused: more than one, a malformed one.
Result<std::string> role_of(X509* certificate);
/// "CN=…" of the subject in one line.
std::string subject_of(X509* certificate);

}  // namespace mb
