<?php

declare(strict_types=1);

namespace Bench;

/** How many files this process and its children may have open each, at most. */
function most_files(): int
{
    $hard = posix_getrlimit()['hard openfiles'];

    return $hard === 'unlimited' ? PHP_INT_MAX : $hard;
}

/** Raises the limit of open files, for this process and its children, if it is too low. */
function may_open(int $files): bool
{
    $soft = posix_getrlimit()['soft openfiles'];
    $hard = most_files();

    return $soft === 'unlimited'
        || $soft >= $files
        || $hard >= $files
            && posix_setrlimit(POSIX_RLIMIT_NOFILE, $files, $hard === PHP_INT_MAX ? POSIX_RLIMIT_INFINITY : $hard);
}
