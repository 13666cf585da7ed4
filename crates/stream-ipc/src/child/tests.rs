use super::*;
use std::io::Read;
use std::time::{Duration, Instant};

const LIMIT: Duration = Duration::from_secs(20);

fn shell(script: &str, ending: Ending) -> (Child, Pipes) {
    Child::spawn(
        Command::new("sh").args(["-c", script]),
        Input::new().unwrap(),
        ending,
    )
    .unwrap()
}

fn status_of(child: &Child) -> Option<ExitStatus> {
    let begin = Instant::now();
    while child.is_running() {
        assert!(begin.elapsed() < LIMIT, "it does not end");
        std::thread::sleep(Duration::from_millis(1));
    }
    child.exit_status()
}

fn printed(pipe: OwnedFd) -> String {
    let mut text = String::new();
    std::fs::File::from(pipe).read_to_string(&mut text).unwrap();
    text
}

#[test]
fn its_exit_code_or_signal_is_known_and_stays_known() {
    let (child, _pipes) = shell("exit 7", Ending::WithParent);
    assert_eq!(status_of(&child).unwrap().code(), Some(7));
    assert_eq!(child.clone().exit_status().unwrap().code(), Some(7));
    // Its id may belong to another process now.
    child.signal(libc::SIGKILL).unwrap();

    let (child, _pipes) = shell("read line", Ending::ByItself);
    assert!(child.is_running() && child.exit_status().is_none());
    child.signal(libc::SIGKILL).unwrap();
    assert_eq!(status_of(&child).unwrap().signal(), Some(libc::SIGKILL));
}

#[test]
fn a_program_that_cannot_be_started_is_an_error_at_once() {
    for (program, kind) in [
        ("/no/such/program", io::ErrorKind::NotFound),
        ("/etc/passwd", io::ErrorKind::PermissionDenied),
    ] {
        let error = Child::spawn(
            &mut Command::new(program),
            Input::new().unwrap(),
            Ending::WithParent,
        )
        .unwrap_err();
        assert_eq!(error.kind(), kind);
    }
}

#[test]
fn a_signal_to_the_group_ends_its_own_children_too() {
    // The shell waits for a child of its own, which holds the output.
    let (child, pipes) = shell("sleep 60; echo late", Ending::WithParent);
    child.signal_group(libc::SIGTERM).unwrap();
    assert_eq!(status_of(&child).unwrap().signal(), Some(libc::SIGTERM));
    assert_eq!(printed(pipes.stdout), "");
}

#[cfg(target_os = "linux")]
#[test]
fn it_inherits_three_descriptors() {
    let (_reader, writer) = io::pipe().unwrap();
    // Somebody's descriptor without close-on-exec.
    let leaky = rustix::io::dup(&writer).unwrap();
    let (child, pipes) = shell("ls /proc/$$/fd; true", Ending::ByItself);
    let listed = printed(pipes.stdout);
    drop(leaky);
    assert_eq!(
        listed.split_whitespace().collect::<Vec<_>>(),
        ["0", "1", "2"]
    );
    assert!(status_of(&child).unwrap().success());
}

#[cfg(target_os = "linux")]
#[test]
fn the_end_of_the_thread_that_started_it_leaves_it_alone() {
    let started = std::thread::spawn(|| {
        let (child, pipes) = shell("read line; exit 5", Ending::WithParent);
        (child.id(), pipes, rustix::thread::gettid())
    });
    let (pid, pipes, thread) = started.join().unwrap();
    while std::fs::exists(format!("/proc/self/task/{}", thread.as_raw_nonzero())).unwrap() {
        std::thread::yield_now();
    }
    drop(pipes);
    let pid = Pid::from_raw(pid as i32);
    let (_, status) = waitpid(pid, WaitOptions::empty()).unwrap().unwrap();
    assert_eq!(status.exit_status(), Some(5));
}

#[test]
fn a_given_environment_is_the_whole_one() {
    let mut command = Command::new("env");
    let variables = ["PATH=/usr/bin:/bin", "ONE=1", "EMPTY="];
    set_environment(&mut command, variables.map(Vec::from)).unwrap();
    let (child, pipes) =
        Child::spawn(&mut command, Input::new().unwrap(), Ending::WithParent).unwrap();
    assert_eq!(printed(pipes.stdout), "PATH=/usr/bin:/bin\nONE=1\nEMPTY=\n");
    assert!(status_of(&child).unwrap().success());

    assert!(set_environment(&mut command, [b"A=\0".to_vec()]).is_err());
}
