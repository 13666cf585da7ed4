//! Tells the compiler which PHP it builds for: version, debug, thread safety; and the linker of macOS
//! that PHP's functions are found only when PHP loads the extension.

use ext_php_rs_build::{ApiVersion, PHPInfo, emit_check_cfg, emit_php_cfg_flags, find_php};

fn main() -> anyhow::Result<()> {
    let info = PHPInfo::get(&find_php()?)?;
    let version: ApiVersion = info.zend_version()?.try_into()?;
    emit_check_cfg();
    emit_php_cfg_flags(version);
    if std::env::var("CARGO_CFG_TARGET_OS")? == "macos" {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-undefined,dynamic_lookup");
    }
    if info.thread_safety()? {
        println!("cargo:rustc-cfg=php_zts");
    }
    if info.debug()? {
        println!("cargo:rustc-cfg=php_debug");
    }
    println!("cargo:rerun-if-env-changed=PHP");
    println!("cargo:rerun-if-env-changed=PHP_CONFIG");
    Ok(())
}
