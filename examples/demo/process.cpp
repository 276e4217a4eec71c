// SPDX-License-Identifier: BSL-1.0
// Runs other programs with fork and exec, and asks the kernel what they cost.
#include "process.hpp"

#include "facts.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <memory>
#include <sstream>

namespace edgetl_demo {

process_result run_process(const std::vector<std::string>& command, const std::filesystem::path& folder,
                           const std::filesystem::path& log) {
  std::vector<char*> words;
  for (const auto& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  std::fflush(nullptr);
  const auto  start = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("edgetl: no process can be started -> free some memory");
  if (child == 0) {
    if (!log.empty()) {
      const int file = open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
      if (file < 0 || dup2(file, 1) < 0 || dup2(file, 2) < 0) _exit(126);
    }
    if (!folder.empty() && chdir(folder.c_str()) != 0) _exit(126);
    execvp(words[0], words.data());
    _exit(127);
  }
  int           status = 0;
  struct rusage usage {};
  while (wait4(child, &status, 0, &usage) < 0 && errno == EINTR) continue;
  process_result result;
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  result.seconds   = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  for (const auto& spent : {usage.ru_utime, usage.ru_stime})
    result.processor_seconds += static_cast<double>(spent.tv_sec) + 1e-6 * static_cast<double>(spent.tv_usec);
  result.peak_mb   = static_cast<double>(usage.ru_maxrss) / 1024;
  return result;
}

std::string output_of(const std::vector<std::string>& command) {
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("edgetl: no pipe can be opened -> close some files");
  const pid_t child = fork();
  if (child == 0) {
    std::vector<char*> words;
    for (const auto& word : command) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    dup2(ends[1], 1);
    close(ends[0]);
    close(ends[1]);
    execvp(words[0], words.data());
    _exit(127);
  }
  close(ends[1]);
  std::string            text;
  std::array<char, 4096> part{};
  for (ssize_t count = 0; (count = read(ends[0], part.data(), part.size())) > 0;)
    text.append(part.data(), static_cast<std::size_t>(count));
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (status != 0)
    throw std::runtime_error("edgetl: `" + command[0] + "` fails -> install the package that it is in");
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

std::string read_text(const std::filesystem::path& file) {
  std::ifstream      stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

void write_text(const std::filesystem::path& file, const std::string& text) {
  std::ofstream stream(file, std::ios::binary);
  stream << text;
  stream.close();
  if (!stream)
    throw refusal("`" + file.string() +
                  "` cannot be written -> name a file in a folder that exists and is yours");
}

}  // namespace edgetl_demo
