// SPDX-License-Identifier: BSL-1.0
// Numbers and names as people read them.
#include "text.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace edgetl_demo {

std::string decimals(double number, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, number);
  return text;
}

std::string grouped(double number) {
  std::string text = decimals(std::floor(number + 0.5), 0);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, " ");
  return text;
}

std::string microseconds(double time) { return time < 1000 ? decimals(time, 2) : grouped(time); }

std::string escape_html(const std::string& text) {
  std::string result;
  for (const char letter : text) switch (letter) {
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '"': result += "&quot;"; break;
      default: result += static_cast<unsigned char>(letter) < 32 ? ' ' : letter;
    }
  return result;
}

std::string short_name(const std::string& name, std::size_t letters) {
  std::string text = name.substr(0, name.find(';'));
  if (const auto slash = text.find_last_of('/'); slash != std::string::npos && slash + 1 < text.size())
    text = text.substr(slash + 1);
  if (text.size() > letters) text = letters > 1 ? text.substr(0, letters - 1) + "…" : "";
  return text;
}

std::string file_name(const std::string& name) {
  std::string result;
  for (const char letter : name)
    result += std::isalnum(static_cast<unsigned char>(letter)) || letter == '-' ? letter : '_';
  return result.empty() ? "model" : result;
}

std::string padded(const std::string& text, int width) {
  int letters = 0;
  for (const char letter : text) letters += (static_cast<unsigned char>(letter) & 0xC0) != 0x80 ? 1 : 0;
  const auto missing = static_cast<std::size_t>(std::max(0, std::abs(width) - letters));
  return width < 0 ? text + std::string(missing, ' ') : std::string(missing, ' ') + text;
}

}  // namespace edgetl_demo
