// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/ports/tls.hpp"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>
#include <memory>

namespace mb {
namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

}  // namespace

Result<std::string> role_of(X509* certificate) {
    std::unique_ptr<ASN1_OBJECT, decltype(&ASN1_OBJECT_free)> const oid{OBJ_txt2obj(modbus::kRoleOid, 1), &ASN1_OBJECT_free};
    int const at = X509_get_ext_by_OBJ(certificate, oid.get(), -1);
    if (at < 0) return std::string{};
    if (X509_get_ext_by_OBJ(certificate, oid.get(), at) >= 0) return input_error("the certificate names more than one role");
    ASN1_OCTET_STRING const* const value = X509_EXTENSION_get_data(X509_get_ext(certificate, at));
    return modbus::role_of_der({ASN1_STRING_get0_data(value), static_cast<std::size_t>(ASN1_STRING_length(value))});
}

std::string subject_of(X509* certificate) {
    std::array<char, 256> text{};
    X509_NAME_oneline(X509_get_subject_name(certificate), text.data(), static_cast<int>(text.size()));
    return text.data();
}

Result<void> set_up(ssl::context& context, TlsSettings const& settings) {
    error_code error;
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    SSL_CTX_set_options(context.native_handle(), SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    context.use_certificate_chain_file(settings.certificate, error);
    if (error) return input_error("{}: no certificate in PEM: {}", settings.certificate, error.message());
    context.use_private_key_file(settings.key, ssl::context::pem, error);
    if (error) return input_error("{}: not the private key of {}: {}", settings.key, settings.certificate, error.message());
    context.load_verify_file(settings.clients_ca, error);
    if (error) return input_error("{}: no certificates in PEM: {}", settings.clients_ca, error.message());
    context.set_verify_mode(ssl::verify_peer | ssl::verify_fail_if_no_peer_cert);
    context.set_verify_callback([](bool good, ssl::verify_context& chain) {
        auto* const store = chain.native_handle();
        if (!good || X509_STORE_CTX_get_error_depth(store) > 0) return good;
        if (role_of(X509_STORE_CTX_get_current_cert(store))) return true;
        X509_STORE_CTX_set_error(store, X509_V_ERR_APPLICATION_VERIFICATION);
        return false;
    });
    return {};
}

}  // namespace mb
