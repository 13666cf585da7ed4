<?php
// Loads Symfony's Process from the Composer vendor directory in STREAM_IPC_VENDOR, or from Debian's php-symfony-process.

use StreamIpc\IpcSession;
use StreamIpc\SymfonyIpcPeer;
use Symfony\Component\Process\Process;

require_once __DIR__ . '/processes.php';

foreach ([getenv('STREAM_IPC_VENDOR') . '/autoload.php', ...symfony_autoloaders()] as $autoload) {
    if (!class_exists(Process::class) && is_file($autoload)) {
        require_once $autoload;
    }
}

/** @return list<string> paths of the autoloader in Debian's package, which a PHP built by hand does not search */
function symfony_autoloaders(): array
{
    $file = 'Symfony/Component/Process/autoload.php';

    return [stream_resolve_include_path($file) ?: "/usr/share/php/$file"];
}

function has_symfony(): bool
{
    return class_exists(Process::class);
}

function skip_without_symfony(): void
{
    has_symfony() || die('skip Symfony Process is needed (Debian: php-symfony-process)');
    extension_loaded('pcntl') && extension_loaded('posix') || die('skip pcntl and posix are needed');
}

/** A process that runs this code, not started yet. */
function symfony_process(string $code): Process
{
    return Process::fromShellCommandline('exec ' . worker_command(with_support($code)));
}

/** A session with a process that runs this code. */
function start_symfony_worker(SymfonyIpcPeer $peer, string $code, ?Process &$process = null): IpcSession
{
    $process = symfony_process($code);

    return $peer->createSymfonyProcessSession($process);
}
