// SPDX-License-Identifier: GPL-3.0-or-later
// Multimedia Programming Interface and Data Specifications 1.0 (RIFF, WAVE); WAVEFORMATEXTENSIBLE of 2001.
#include "sim/wav_chunks.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace mb {
namespace {

constexpr std::size_t kRiffHead = 12, kChunkHead = 8;
constexpr std::size_t kPlainFormat = 16, kExtensibleFormat = 40;
constexpr std::uint32_t kPcm = 1, kFloat = 3, kExtensible = 0xFFFE;
constexpr std::uint32_t kMostChannels = 64;
/// What writers put where they did not know the length before they wrote.
constexpr std::uint32_t kUnknownLength = 0xFFFFFFFFU;
/// Subformats are GUIDs that begin with the format and go on like this.
constexpr std::uint8_t kGuidRest[14] = {0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71};

std::uint32_t number(ByteView bytes, std::size_t at, std::size_t length) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < length; ++i) value |= std::uint32_t{bytes[at + i]} << (8 * i);
    return value;
}

std::string_view identity(ByteView bytes, std::size_t at) { return {reinterpret_cast<char const*>(bytes.data()) + at, 4}; }

/// Four printable characters, as every chunk's name is.
bool is_identity(ByteView bytes, std::size_t at) {
    if (at + kChunkHead > bytes.size()) return false;
    auto const name = identity(bytes, at);
    return std::all_of(name.begin(), name.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::string shown(std::string_view name) {
    std::string text(name);
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
    return text;
}

class ChunkReader {
public:
    ChunkReader(ByteView bytes, std::string const& file) : bytes_(bytes), file_(file) {}

    Result<WavChunks> read() {
        if (auto done = riff(); !done) return done.error();
        if (auto done = chunks(); !done) return done.error();
        if (!format_) return input_error("{}: it has no 'fmt ' chunk, so nothing says what its samples are", file_);
        if (!data_) return input_error("{}: it has no 'data' chunk; the file seems to be cut off, copy it again", file_);
        if (auto done = describe(*format_); !done) return done.error();
        if (auto done = whole_frames(); !done) return done.error();
        return std::move(out_);
    }

private:
    template <class... Args>
    void tell(fmt::format_string<Args...> text, Args&&... args) {
        out_.diagnostics.push_back(fmt::format("{}: {}", file_, fmt::format(text, std::forward<Args>(args)...)));
    }

    Result<void> riff() {
        if (bytes_.size() < kRiffHead) return input_error("{}: {} bytes are no WAV file", file_, bytes_.size());
        auto const kind = identity(bytes_, 0);
        if (kind == "RF64" || kind == "BW64")
            return input_error("{}: it is in {}, the 64-bit form of WAV for more than 4 GiB; export a shorter part as plain WAV", file_,
                               kind);
        if (kind == "RIFX") return input_error("{}: it is in RIFX, WAV with big-endian numbers; export it as plain WAV", file_);
        if (kind != "RIFF" || identity(bytes_, 8) != "WAVE")
            return input_error("{}: no WAV file, it begins with '{}' instead of 'RIFF'…'WAVE'", file_, shown(kind));
        return {};
    }

    Result<void> chunks() {
        for (std::size_t at = kRiffHead; at + kChunkHead <= bytes_.size();) {
            auto const name = identity(bytes_, at);
            std::uint32_t const stated = number(bytes_, at + 4, 4);
            ByteView const left = bytes_.subspan(at + kChunkHead);
            std::size_t length = stated;
            if (name == "data") {
                length = data_length(stated, left.size());
                if (data_)
                    tell("a second 'data' chunk is ignored");
                else
                    data_ = left.first(length);
            } else if (stated > left.size()) {
                if (name == "fmt " || !data_)
                    return input_error("{}: byte {}: the chunk '{}' states {} bytes and {} are there; the file is damaged, copy it again",
                                       file_, at, shown(name), stated, left.size());
                tell("byte {}: the chunk '{}' behind the data states {} bytes and {} are there: it is ignored", at, shown(name), stated,
                     left.size());
                break;
            } else if (name == "fmt " && !format_) {
                format_ = left.first(length);
            }
            at = next_chunk(at + kChunkHead + length, length);
        }
        return {};
    }

    std::size_t data_length(std::uint32_t stated, std::size_t left) {
        if (stated == kUnknownLength || (stated == 0 && left > 0 && !is_identity(bytes_, bytes_.size() - left))) {
            tell("the length of the data is not stated: all {} bytes that follow are used", left);
            return left;
        }
        if (stated <= left) return stated;
        tell("{} bytes of data are stated and {} are there: these are used", stated, left);
        return left;
    }

    /// Chunks begin at even places; some writers forget the byte between.
    std::size_t next_chunk(std::size_t end, std::size_t length) {
        if (length % 2 == 0 || end >= bytes_.size()) return end;
        if (!is_identity(bytes_, end) || is_identity(bytes_, end + 1)) return end + 1;
        tell("byte {}: a chunk of odd length is not padded", end);
        return end;
    }

    Result<void> describe(ByteView format) {
        if (format.size() < kPlainFormat)
            return input_error("{}: its 'fmt ' chunk has {} bytes, {} are needed; the file is damaged", file_, format.size(), kPlainFormat);
        std::uint32_t tag = number(format, 0, 2);
        std::uint32_t const channels = number(format, 2, 2), rate = number(format, 4, 4), block = number(format, 12, 2),
                            bits = number(format, 14, 2);
        if (tag == kExtensible) {
            if (format.size() < kExtensibleFormat || !std::equal(std::begin(kGuidRest), std::end(kGuidRest), format.begin() + 26))
                return input_error("{}: its extensible format names no subformat that is read; export it as PCM or 32-bit float", file_);
            tag = number(format, 24, 2);
        }
        if (channels == 0 || channels > kMostChannels)
            return input_error("{}: {} channels; 1 to {} are read", file_, channels, kMostChannels);
        if (rate == 0) return input_error("{}: its sampling rate is 0; export it again", file_);
        if (tag == kPcm && bits == 16)
            out_.format = WavFormat::pcm16;
        else if (tag == kPcm && bits == 24)
            out_.format = WavFormat::pcm24;
        else if (tag == kPcm && bits == 32)
            out_.format = WavFormat::pcm32;
        else if (tag == kFloat && bits == 32)
            out_.format = WavFormat::float32;
        else
            return input_error("{}: format {} with {} bits is not read; export it as PCM of 16, 24 or 32 bits or as 32-bit float", file_,
                               tag, bits);
        out_.channels = static_cast<int>(channels);
        out_.rate = rate;
        return check_block(block, bits);
    }

    Result<void> check_block(std::uint32_t block, std::uint32_t bits) {
        std::size_t const right = bytes_per_sample(out_.format) * static_cast<std::size_t>(out_.channels);
        if (block == right) return {};
        if (bits == 24 && block == 4U * static_cast<std::uint32_t>(out_.channels))
            return input_error("{}: 24 bits in 4 bytes are written in several ways that cannot be told apart; export it as 24 or 32 bits",
                               file_);
        tell("a frame is stated to have {} bytes, {} channels of {} bits have {}: these are used", block, out_.channels, bits, right);
        return {};
    }

    Result<void> whole_frames() {
        std::size_t const frame = bytes_per_sample(out_.format) * static_cast<std::size_t>(out_.channels);
        if (std::size_t const tail = data_->size() % frame; tail != 0) tell("{} bytes after the last whole frame are ignored", tail);
        out_.data = data_->first(data_->size() / frame * frame);
        if (out_.data.empty()) return input_error("{}: its 'data' chunk holds no sample", file_);
        return {};
    }

    ByteView bytes_;
    std::string const& file_;
    std::optional<ByteView> format_, data_;
    WavChunks out_;
};

}  // namespace

std::size_t bytes_per_sample(WavFormat format) { return format == WavFormat::pcm16 ? 2 : format == WavFormat::pcm24 ? 3 : 4; }

Result<WavChunks> wav_chunks(ByteView bytes, std::string const& file) { return ChunkReader(bytes, file).read(); }

}  // namespace mb
