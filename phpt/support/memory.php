<?php

/** All memory that this process holds now, PHP's or not. */
function resident_bytes(): int
{
    return proc_status('VmRSS');
}

/** The most memory that this process has ever held. */
function peak_resident_bytes(): int
{
    return proc_status('VmHWM');
}

function proc_status(string $field): int
{
    preg_match("/^$field:\s+(\d+) kB/m", file_get_contents('/proc/self/status'), $match);

    return $match[1] * 1024;
}
