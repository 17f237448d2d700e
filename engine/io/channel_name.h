#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dissonance {

/// A column's header taken apart.
struct ChannelName
{
    std::string name;
    std::string unit; ///< empty when the header names none
};

/// Splits a unit off a header: `speed [rpm]` and `speed (rpm)` are speed in rpm.
///
/// In square brackets after a blank any text that is not a plain number is a unit. Without the
/// blank, and in round brackets, only what reads as units is: `CO(GT)`, `XMV(1)`, `pos[x]` stay
/// whole. `gear [-]` has no unit. The ends of `speed / rpm`, `speed in rpm` and `speed, rpm` are
/// units, too.
ChannelName splitUnit(std::string_view header);

/// Whether text reads as a unit of measure: known symbols with SI prefixes, joined by
/// `/ * · ^`, digits and blanks (`m/s^2`, `µg/m3`, `%`, `degC`, `1/min`).
bool isUnit(std::string_view text);

/// The part of a path-like name that channels of one source share: all before the last `/`
/// (without a leading one), else all before the last `.` where every part is an identifier.
/// `/turtle1/cmd_vel/angular/x` is in `turtle1/cmd_vel/angular`, `field.orientation.x` in
/// `field.orientation`; `PT08.S1(CO)`, `speed m/s` and `v [rad/s]` are in none.
std::string groupOfName(std::string_view name);

/// Makes names unique: the second and further `value` become `value_2`, `value_3`, …
///
/// @return indices of the names that were changed.
std::vector<std::size_t> makeUnique(std::vector<std::string>& names);

} // namespace dissonance
