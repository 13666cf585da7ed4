dnl Cargo builds the extension, and GNUmakefile calls it. What is settled here: for which PHP, and
dnl that nothing is missing.

AC_MSG_CHECKING([for what building the extension takes])
PHP_CONFIG=`command -v $PHP_CONFIG`
if stream_ipc_missing=`PHP_CONFIG=$PHP_CONFIG $srcdir/scripts/requirements 2>&1`; then
  AC_MSG_RESULT([found])
else
  AC_MSG_RESULT([no])
  AC_MSG_ERROR([$stream_ipc_missing])
fi
PHP_SUBST([PHP_CONFIG])
PHP_ADD_BUILD_DIR([modules])
