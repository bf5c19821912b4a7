// SPDX-License-Identifier: BSL-1.0
#include "verify/port.hpp"

#include <leadcore/text/utf8.hpp>

#include <boost/json/parse.hpp>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <thread>

extern char** environ;

namespace leadcore::verify {

namespace {

/// The process group to kill if this program is interrupted.
volatile sig_atomic_t group_to_kill = 0;

extern "C" void end_by_signal(int number) {
  if (group_to_kill > 0) {
    kill(-group_to_kill, SIGKILL);
  }
  _exit(128 + number);
}

void check(int error, const char* what) {
  if (error != 0) {
    throw no_answer("cannot_start", std::string(what) + ": " + std::strerror(error));
  }
}

std::string excerpt(std::string_view line) {
  const json::value text(line.substr(0, 300));
  return (is_valid_utf8(line.substr(0, 300)) ? ascii(text) : shown(text)) +
         (line.size() > 300 ? " ..." : "");
}

} // namespace

void port::descriptor::reset(int number) noexcept {
  if (number_ >= 0) {
    close(number_);
  }
  number_ = number;
}

port::port(const std::vector<std::string>& command, std::chrono::milliseconds timeout)
    : timeout_(timeout) {
  std::array<int, 2> in{};
  std::array<int, 2> out{};
  check(pipe2(in.data(), O_CLOEXEC) == 0 ? 0 : errno, "pipe");
  const descriptor its_in(in[0]);
  to_.reset(in[1]);
  check(pipe2(out.data(), O_CLOEXEC) == 0 ? 0 : errno, "pipe");
  const descriptor its_out(out[1]);
  from_.reset(out[0]);
  fcntl(to_.get(), F_SETFL, O_NONBLOCK);
  fcntl(from_.get(), F_SETFL, O_NONBLOCK);

  struct sigaction action{};
  action.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &action, nullptr);
  action.sa_handler = end_by_signal;
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    sigaction(number, &action, nullptr);
  }

  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  check(posix_spawn_file_actions_init(&files), "posix_spawn");
  check(posix_spawnattr_init(&attributes), "posix_spawn");
  posix_spawn_file_actions_adddup2(&files, its_in.get(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, its_out.get(), STDOUT_FILENO);
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
  std::vector<char*> words;
  for (const std::string& word : command) {
    words.push_back(const_cast<char*>(word.c_str())); // not written to
  }
  words.push_back(nullptr);
  const int error = posix_spawnp(&pid_, words.front(), &files, &attributes, words.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
  if (error != 0) {
    pid_ = -1;
    check(error, command.front().c_str());
  }
  group_to_kill = pid_;
}

port::~port() {
  if (pid_ > 0) {
    kill(-pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    group_to_kill = 0;
  }
}

std::string port::asked() const {
  return asked_.size() > 600 ? asked_.substr(0, 600) + " ..." : asked_;
}

bool port::exchange(std::string_view& unwritten, clock::time_point until) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - clock::now()).count();
  std::array<pollfd, 2> polled{pollfd{from_.get(), POLLIN, 0},
                               pollfd{unwritten.empty() ? -1 : to_.get(), POLLOUT, 0}};
  const int ready =
      poll(polled.data(), polled.size(), static_cast<int>(std::max<long long>(0, left)));
  if (ready == 0) {
    throw no_answer("hung", "the port did not answer within " +
                                std::to_string(timeout_.count() / 1000) + " s: " + asked());
  }
  if (polled[1].revents != 0) {
    const auto written = write(to_.get(), unwritten.data(), unwritten.size());
    // if the port has closed its input, the end of its output says more
    unwritten.remove_prefix(written > 0       ? static_cast<std::size_t>(written)
                            : errno == EAGAIN ? 0
                                              : unwritten.size());
  }
  if (polled[0].revents != 0) {
    std::array<char, 65536> bytes; // NOLINT: filled by read
    const auto size = read(from_.get(), bytes.data(), bytes.size());
    if (size == 0) {
      return false;
    }
    read_.append(bytes.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    if (read_.size() > max_answer) {
      throw no_answer("too_long", "the port wrote more than " + std::to_string(max_answer) +
                                      " bytes to answer " + asked() + ": " + excerpt(read_));
    }
  }
  return true;
}

json::object port::ask(std::string_view id, std::string_view call, const json::value& in) {
  json::object question{{"id", id}, {"call", call}};
  if (!in.is_null()) {
    question["in"] = in;
  }
  asked_ = ascii(question);
  if (!read_.empty()) {
    throw no_answer("unasked", "the port wrote more than one line before it was asked " + asked() +
                                   ": " + excerpt(read_));
  }
  const std::string line = asked_ + "\n";
  std::string_view unwritten = line;
  const auto until = clock::now() + timeout_;
  std::size_t end_of_line = std::string::npos;
  while (!unwritten.empty() || end_of_line == std::string::npos) {
    if (!exchange(unwritten, until)) {
      throw no_answer("died", "the port " + end() + " instead of answering " + asked() +
                                  (read_.empty() ? "" : "; it wrote " + excerpt(read_)));
    }
    end_of_line = read_.find('\n');
  }
  const std::string answer = read_.substr(0, end_of_line);
  read_.erase(0, end_of_line + 1);

  boost::system::error_code error;
  json::value read = json::parse(answer, error);
  if (error || !read.is_object()) {
    throw no_answer("not_json",
                    "the answer to " + asked() + " is no JSON object: " + excerpt(answer));
  }
  json::object& found = read.get_object();
  const auto* its = found.if_contains("id");
  if (its == nullptr || !its->is_string() || its->get_string() != id) {
    const bool is_second = its != nullptr && *its == json::value(last_id_);
    throw no_answer(is_second ? "unasked" : "wrong_id",
                    "the answer to " + asked() + " has another id: " + excerpt(answer));
  }
  last_id_ = id;
  if (!found.contains("out") && (!found.contains("unsupported") || found["unsupported"] != true)) {
    throw no_answer("no_out", "the answer to " + asked() +
                                  " has neither out nor \"unsupported\":true: " + excerpt(answer));
  }
  return std::move(found);
}

std::string port::end() {
  int status = 0;
  const auto until = clock::now() + std::chrono::seconds(2);
  pid_t ended = 0;
  while ((ended = waitpid(pid_, &status, WNOHANG)) == 0 && clock::now() < until) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  if (ended == 0) {
    return "closed its output";
  }
  kill(-pid_, SIGKILL); // what it left behind
  pid_ = -1;
  group_to_kill = 0;
  return WIFSIGNALED(status) ? "was ended by signal " + std::to_string(WTERMSIG(status)) + " (" +
                                   strsignal(WTERMSIG(status)) + ")"
                             : "ended with status " + std::to_string(WEXITSTATUS(status));
}

void port::finish() {
  to_.reset();
  asked_ = "the end of its input";
  const auto until = clock::now() + timeout_;
  std::string_view nothing;
  while (exchange(nothing, until)) {
  }
  if (!read_.empty()) {
    throw no_answer("unasked", "after its last answer the port wrote " + excerpt(read_));
  }
  if (const std::string how = end(); how != "ended with status 0") {
    throw no_answer("died", "at the end of its input the port " + how);
  }
}

} // namespace leadcore::verify
