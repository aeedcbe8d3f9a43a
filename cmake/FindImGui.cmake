# Dear ImGui as Debian packages it: a static library with the GLFW, OpenGL 3 and FreeType parts, found
# through pkg-config. Defines ImGui::ImGui; the backends' headers stand in imgui/backends.

find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
  pkg_check_modules(PC_IMGUI QUIET imgui)
endif()
find_path(ImGui_INCLUDE_DIR imgui.h HINTS ${PC_IMGUI_INCLUDE_DIRS} PATH_SUFFIXES imgui)
find_library(ImGui_LIBRARY imgui HINTS ${PC_IMGUI_LIBRARY_DIRS})
find_library(ImGui_STB_LIBRARY stb)  # imgui.pc requires it

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(ImGui REQUIRED_VARS ImGui_LIBRARY ImGui_INCLUDE_DIR
                                  VERSION_VAR PC_IMGUI_VERSION)

if(ImGui_FOUND AND NOT TARGET ImGui::ImGui)
  add_library(ImGui::ImGui STATIC IMPORTED)
  set_target_properties(ImGui::ImGui PROPERTIES IMPORTED_LOCATION ${ImGui_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES "${ImGui_INCLUDE_DIR};${ImGui_INCLUDE_DIR}/backends")
  target_link_libraries(ImGui::ImGui INTERFACE glfw OpenGL::OpenGL Freetype::Freetype ${CMAKE_DL_LIBS})
  if(ImGui_STB_LIBRARY)
    target_link_libraries(ImGui::ImGui INTERFACE ${ImGui_STB_LIBRARY})
  endif()
endif()
