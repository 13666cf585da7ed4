<?php
// Runs a real sshd for one connection over the pipes of its client, with keys and configuration in its own
// folder: it uses no port, no daemon and none of the user's files.

/** The full path of a program; an empty string if there is none. */
function path_of(string $program): string
{
    return trim((string) shell_exec("PATH=\"\$PATH:/usr/local/sbin:/usr/sbin\" command -v $program"));
}

/** Whether the programs are missing or sshd would not start: as root, it needs a folder that its service makes. */
function ssh_is_missing(): bool
{
    if (in_array('', array_map(path_of(...), ['ssh', 'ssh-keygen', 'sshd']), true)) {
        return true;
    }
    $folder = make_ssh_folder();
    exec(path_of('sshd') . " -t -f $folder/sshd_config 2>&1", $output, $status);
    remove_ssh_folder($folder);

    return $status !== 0;
}

/** The folder of a ssh_config whose host "worker" is this machine. */
function make_ssh_folder(): string
{
    $folder = sys_get_temp_dir() . '/ssh-' . getmypid();
    mkdir($folder, 0700);
    foreach (['host', 'user'] as $key) {
        exec("ssh-keygen -q -t ed25519 -N '' -f $folder/$key");
    }
    copy("$folder/user.pub", "$folder/authorized_keys");
    file_put_contents("$folder/known_hosts", 'worker ' . file_get_contents("$folder/host.pub"));
    file_put_contents("$folder/sshd_config", <<<END
        HostKey $folder/host
        AuthorizedKeysFile $folder/authorized_keys
        StrictModes no
        PermitRootLogin prohibit-password
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        PidFile none

        END);
    $sshd = path_of('sshd');
    $user = posix_getpwuid(posix_geteuid())['name'];
    file_put_contents("$folder/ssh_config", <<<END
        Host worker
            User $user
            ProxyCommand $sshd -i -f $folder/sshd_config
            IdentityFile $folder/user
            IdentitiesOnly yes
            UserKnownHostsFile $folder/known_hosts
            StrictHostKeyChecking yes
            BatchMode yes
            LogLevel ERROR

        END);

    return $folder;
}

function remove_ssh_folder(string $folder): void
{
    array_map(unlink(...), glob("$folder/*"));
    rmdir($folder);
}
